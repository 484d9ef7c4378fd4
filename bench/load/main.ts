import type { Reply, Request } from './request.js';
import { loadTasks } from './tasks.js';

// A process of its own, forked by the bench: making and counting messages must not hold up what is measured.

const tasks = loadTasks();

process.on('message', ({ id, task, args }: Request) => {
  const reply = (content: Reply): void => void process.send?.(content);
  const run = tasks[task] as (...given: readonly unknown[]) => Promise<unknown>;
  run(...args).then(
    (answer) => reply({ id, answer }),
    (error: unknown) => reply({ id, fault: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
process.on('disconnect', () => process.exit(0));

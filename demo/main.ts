import { readFlags } from './flags.js';
import { Parts } from './parts.js';
import { failureLines, run } from './run.js';
import { Screen } from './screen.js';

const asked = readFlags(process.argv.slice(2), process.stdout.isTTY);

if ('help' in asked) {
  process.stdout.write(`${asked.help}\n`);
} else if ('wrong' in asked) {
  process.stderr.write(`${asked.wrong}\n`);
  process.exitCode = 2;
} else {
  const screen = new Screen(process.stdout);
  const parts = new Parts();
  const drain = new AbortController();
  const hurry = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      if (drain.signal.aborted) hurry.abort();
      drain.abort();
    });
  let exitCode: number;
  try {
    exitCode = await run(asked.run, screen, parts, { drain: drain.signal, hurry: hurry.signal });
  } catch (error) {
    screen.leave();
    process.stderr.write(`${failureLines(error).join('\n')}\n`);
    exitCode = 1;
  }
  const faults = await parts.stopAll();
  for (const fault of faults) process.stderr.write(`${failureLines(fault).join('\n')}\n`);
  process.exitCode = faults.length > 0 ? 1 : exitCode;
}

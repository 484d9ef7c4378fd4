import type { Profiler } from 'node:inspector';

/** What the service's main thread does in a step. */
export const works = [
  'decode',
  'bus',
  'decide',
  'write',
  'publish',
  'consume',
  'amqp',
  'database',
  'gc',
  'rest',
] as const;
export type Work = (typeof works)[number];

type Rule = readonly [work: Work, place: RegExp];

/** Our own code says what it is done for. The one nearest to where the time goes is asked first. */
const ours: readonly Rule[] = [
  ['decide', /\/src\/(order\/|store\/decide-steps|contracts\/(encode-command|command-body|commands))/],
  ['decode', /\/src\/contracts\//],
  ['bus', /\/src\/(inbox|saga|platform\/pipeline)\/|\/node_modules\/(@nestjs\/cqrs|rxjs)\//],
  ['write', /\/src\/store\//],
  ['publish', /\/src\/(outbox\/|broker\/rabbitmq\/(publishing|confirm|unconfirmed|outgoing|suspects))/],
  ['consume', /\/src\/broker\//],
];

/** Clients that several works share: theirs only where no code of ours is on the stack. */
const shared: readonly Rule[] = [
  ['amqp', /\/node_modules\/amqplib\//],
  ['database', /\/node_modules\/(pg|pg-[a-z]+|@prisma)\/|\/src\/platform\/prisma\//],
];

const workAt = (rules: readonly Rule[], stack: readonly string[]): Work | undefined => {
  for (const url of stack) {
    const [work] = rules.find(([, place]) => place.test(url)) ?? [];
    if (work !== undefined) return work;
  }
  return undefined;
};

/**
 * The shares (adding up to 1) of the main thread's time by work; where it had nothing to do doesn't count. Not times: what is sampled is
 * the clock, which also runs while other processes have the processor.
 */
export function sharesByWork(profile: Profiler.Profile): ReadonlyMap<Work, number> {
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const parents = new Map(
    profile.nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)),
  );
  const workOf = (id: number): Work | 'idle' => {
    const name = nodes.get(id)?.callFrame.functionName;
    if (name === '(idle)') return 'idle';
    if (name === '(garbage collector)') return 'gc';
    const stack: string[] = [];
    for (let at: number | undefined = id; at !== undefined; at = parents.get(at))
      stack.push(nodes.get(at)?.callFrame.url ?? '');
    return workAt(ours, stack) ?? workAt(shared, stack) ?? 'rest';
  };
  const known = new Map(profile.nodes.map(({ id }) => [id, workOf(id)]));
  const times = new Map<Work, number>(works.map((work) => [work, 0]));
  const { samples = [], timeDeltas = [] } = profile;
  for (const [index, id] of samples.entries()) {
    const work = known.get(id);
    if (work === undefined || work === 'idle') continue;
    times.set(work, (times.get(work) ?? 0) + (timeDeltas[index] ?? 0));
  }
  const all = [...times.values()].reduce((sum, time) => sum + time, 0);
  return new Map([...times].map(([work, time]) => [work, time / all]));
}

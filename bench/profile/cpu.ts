import { eventually } from '../../test/tools/eventually.js';
import { checkCommands, checkOrders } from '../order-check.js';
import { BenchFailed, part } from '../part.js';
import { onSite, type Site } from '../site.js';
import { Recording } from './recording.js';
import { sharesByWork, works } from './work.js';

const orders = 12_000;
// The first third warms up.
const firstSteps = orders;

const stepsOf = async (site: Site): Promise<number> => {
  const { steps = 0 } = await site.numbers('select count(*) as steps from inbox');
  return steps;
};

const warm = (site: Site): Promise<number> =>
  eventually(
    async () => {
      const steps = await stepsOf(site);
      if (steps < firstSteps) throw new BenchFailed(`Only ${String(steps)} steps are done`);
      return steps;
    },
    { within: 60_000 },
  );

export const cpu = part({
  name: 'cpu',
  title: `Processor time of the service in a step, from a profile of ${(2 * orders).toLocaleString('en')} steps end to end in one process`,
  occasion: 'always',
  rounds: 'first',
  figures: {
    decode: { label: 'decode: the message read and checked', unit: 'µs/step' },
    bus: { label: 'bus: inbox, Nest CQRS, the pipeline', unit: 'µs/step' },
    decide: { label: 'decide: the decision, and its command’s bytes', unit: 'µs/step' },
    write: { label: 'write: group commit, its rows and parameters', unit: 'µs/step' },
    publish: { label: 'publish: the relay', unit: 'µs/step' },
    consume: { label: 'consume: deliveries and acknowledgements', unit: 'µs/step' },
    amqp: { label: 'amqplib outside of these', unit: 'µs/step' },
    database: { label: 'Prisma and pg outside of these', unit: 'µs/step' },
    gc: { label: 'garbage collection', unit: 'µs/step' },
    rest: { label: 'the rest: Node, sockets', unit: 'µs/step' },
    mainThread: { label: 'the main thread', unit: 'µs/step' },
    process: { label: 'the process, all threads', unit: 'µs/step' },
  },
  measure: (round) =>
    onSite(round, async (site) => {
      const load = await site.openLoad();
      await load.ask('publishBacklog', orders);
      const { pid } = await site.startService(Recording.env(round.folder));
      const before = await warm(site);
      const recording = await Recording.begin(pid, round.folder);
      await load.ask('untilAnswered', 0);
      const { profile, cpuMs, mainThreadCpuMs } = await recording.end();
      await checkOrders(site, orders);
      await checkCommands(load, orders);
      const microsecondsEach = (ms: number): number => (ms * 1_000) / (3 * orders - before);
      const mainThread = microsecondsEach(mainThreadCpuMs);
      const shares = sharesByWork(profile);
      return {
        ...Object.fromEntries(works.map((work) => [work, mainThread * (shares.get(work) ?? 0)])),
        mainThread,
        process: microsecondsEach(cpuMs),
      };
    }),
});

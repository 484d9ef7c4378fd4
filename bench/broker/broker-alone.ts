import { backlogRate, stepsOfOrder } from '../backlog-rate.js';
import { sampleWrites } from '../limit/sample-writes.js';
import type { SampleMessage } from '../load/confirm-limit.js';
import { BenchFailed, part } from '../part.js';
import { onSite } from '../site.js';
import type { AnswererSettings } from './answerer-settings.js';

// Half of the backlog of end to end says the same, and leaves the bench within its quarter of an hour.
const orders = 9_000;

/** A command of the service's, of which the headers and the body are sent over and over. */
function sampleCommand(): SampleMessage {
  const [message] = sampleWrites().flatMap(({ messages }) => messages);
  if (message === undefined) throw new BenchFailed('The sample order sends no command');
  return message.encoded;
}

/** What the broker leaves room for: whoever is to be quicker end to end needs another machine, or another broker. */
export const brokerAlone = part({
  name: 'broker',
  title: `The broker alone: a backlog of ${(stepsOfOrder * orders).toLocaleString('en')} events → a ready-made command for each, confirmed, then the event acknowledged; no database, no service`,
  occasion: 'always',
  rounds: 'every',
  figures: {
    ordersPerSecond: { label: 'a bare process', unit: 'orders/s' },
    ratioToL1: { label: 'to L1', unit: '× L1' },
  },
  measure: (round) =>
    onSite(round, async (site) => {
      const { prefix } = site;
      const settings: AnswererSettings = { brokerUrl: round.servers.broker, prefix, command: sampleCommand() };
      const load = await site.openLoad();
      const start = () => site.startInstead(new URL('./main.js', import.meta.url), settings);
      const ordersPerSecond = await backlogRate(load, start, orders);
      const limit = round.earlier('l1', 'ordersPerSecond');
      return { ordersPerSecond, ...(limit === undefined ? {} : { ratioToL1: ordersPerSecond / limit }) };
    }),
});

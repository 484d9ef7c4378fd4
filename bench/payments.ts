import { Gateway, type GatewayTotal } from '../demo/gateway.js';
import { freePort } from '../test/servers/free-port.js';
import { eventually } from '../test/tools/eventually.js';
import { untilCount } from './load/until-count.js';
import { checkCommands, mustBe } from './order-check.js';
import { part } from './part.js';
import { onSite, type Site } from './site.js';

const orders = 2_000;
// As at the end to end part: what Node still compiles isn't counted.
const uncounted = 1 / 3;
const method = 'tok_ok';

const countsSql = `select
  (select count(*) from orders where status = 'Completed') as completed,
  (select count(*) from payments where status = 'Captured') as captured,
  (select count(*) from gateway_tasks) as tasks,
  (select count(*) from outbox) as outbox,
  (select count(*) from dead_letters) as "deadLetters"`;

async function paidRate(site: Site): Promise<number> {
  const port = await freePort();
  const gateway = new Gateway(`http://127.0.0.1:${String(port)}/api/v1/payment-webhooks`);
  try {
    const { url, webhookSecret } = await gateway.access();
    const load = await site.openLoad();
    await load.ask('publishBacklog', orders, method);
    const captured = async () => (await site.numbers(countsSql))['captured'] ?? 0;
    await site.startService({
      PORT: String(port),
      PAYMENTS: 'simulated',
      PAYMENT_GATEWAY_URL: url,
      PAYMENT_WEBHOOK_SECRETS: webhookSecret,
    });
    const first = await untilCount('the service is warm', captured, orders * uncounted);
    const began = performance.now();
    const last = await untilCount('every order is paid', captured, orders);
    const seconds = (performance.now() - began) / 1_000;
    const done = { completed: orders, captured: orders, tasks: 0, outbox: 0, deadLetters: 0 };
    await eventually(async () => mustBe(done, await site.numbers(countsSql)), { within: 30_000 });
    mustBe({ authorize: orders, capture: orders }, effectsOf(await gateway.totals()));
    await checkCommands(load, orders);
    return (last - first) / seconds;
  } finally {
    await gateway.stop();
  }
}

/** What the gateway did to money, by its own books. */
const effectsOf = (totals: readonly GatewayTotal[]): Readonly<Record<string, number>> =>
  Object.fromEntries(totals.map(({ kind, count }) => [kind, count]));

export const payments = part({
  name: 'payments',
  title: `Paid: ${orders.toLocaleString('en')} orders in a quorum queue → service and simulated gateway → each authorized, completed and captured`,
  occasion: 'always',
  rounds: 'first',
  figures: {
    ordersPerSecond: { label: 'one process, every webhook heard', unit: 'orders/s' },
    ratioToUnpaid: { label: 'to one process end to end with payments off', unit: '×' },
  },
  measure: async (round) => {
    const ordersPerSecond = await onSite(round, paidRate);
    const unpaid = round.earlier('endToEnd', 'ordersPerSecond');
    return { ordersPerSecond, ...(unpaid === undefined ? {} : { ratioToUnpaid: ordersPerSecond / unpaid }) };
  },
});

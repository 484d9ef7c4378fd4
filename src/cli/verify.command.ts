import { OrderId } from '../kernel/ids.js';
import { FindStrayRows } from '../queries/verify/find-stray-rows.js';
import type { Fault } from '../queries/verify/finding.js';
import { VerifyOrders } from '../queries/verify/verify-orders.js';
import type { CliCommand, Surroundings } from './cli-command.js';
import { exitCode, type ExitCode } from './exit-code.js';

const print = async ({ output }: Surroundings, faults: readonly Fault[]): Promise<number> => {
  for (const fault of faults) {
    const { orderId, rule, is, shouldBe } = fault;
    await output.print(fault, `${orderId} ${rule}: ${is}; should be: ${shouldBe}`);
  }
  return faults.length;
};

async function verifyOne(around: Surroundings, orderId: OrderId): Promise<ExitCode> {
  const { orders, faults } = await around.queries.execute(new VerifyOrders({ orderId }));
  const found = await print(around, [...faults, ...(await around.queries.execute(new FindStrayRows(orderId)))]);
  if (orders === 0 && found === 0) {
    await around.output.remark(`There is no order ${orderId}.`);
    return exitCode.failed;
  }
  return found === 0 ? exitCode.ok : exitCode.faultsFound;
}

async function verifyAll(around: Surroundings): Promise<ExitCode> {
  const started = performance.now();
  let [orders, found] = [0, 0];
  let after: OrderId | null = null;
  do {
    const page: Awaited<ReturnType<typeof nextPage>> = await nextPage(around, after);
    orders += page.orders;
    found += await print(around, page.faults);
    after = page.next;
  } while (after !== null);
  found += await print(around, await around.queries.execute(new FindStrayRows(null)));
  const seconds = (performance.now() - started) / 1_000;
  await around.output.remark(`${orders} orders verified in ${seconds.toFixed(1)} s: ${found} faults.`);
  return found === 0 ? exitCode.ok : exitCode.faultsFound;
}

const nextPage = ({ queries }: Surroundings, after: OrderId | null) => queries.execute(new VerifyOrders({ after }));

export const verifyCommand: CliCommand = {
  name: 'verify',
  summary: 'Checks that every table says of every order what its events say; names each fault.',
  options: { order: { type: 'string', value: 'ID', help: 'only this order' } },
  read: (typed) => {
    const order = typed.uuid('order');
    return (around) => (order === undefined ? verifyAll(around) : verifyOne(around, OrderId(order)));
  },
};

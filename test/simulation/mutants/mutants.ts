import type { Mutant } from './mutant.js';
import { outboundMutants } from './outbound-mutants.js';
import { paymentMutants } from './payment-mutants.js';

const inboundMutants: readonly Mutant[] = [
  {
    name: 'acknowledge-before-commit',
    does: 'tells the broker before the database has the input',
    caughtBy: 'nothing is acknowledged, published or given away too early or too late',
    file: 'src/saga/advance-order.handler.js',
    find: 'return this.orders.advance(',
    replace: "delivery?.settlement.committed('advanced'); return this.orders.advance(",
  },
  {
    name: 'no-inbox-row',
    does: 'does not remember what it has applied',
    caughtBy: 'every order is what the rules make of its inputs, each applied once',
    file: 'src/store/decide-steps.js',
    find: 'applied: [...before.applied, messageId]',
    replace: 'applied: before.applied',
  },
  {
    name: 'inbox-row-without-its-effect',
    does: 'leaves the inbox row behind where another process was faster',
    caughtBy: 'nothing is lost',
    file: 'test/simulation/store/write-orders.js',
    find: 'for (const write of ok)',
    replace:
      'for (const { orderId, applied } of writes) for (const id of applied) store.orders.get(orderId)?.inbox.add(id); for (const write of ok)',
  },
  {
    name: 'version-ignored',
    does: 'writes over what another process has written since the read',
    caughtBy: 'versions and sequences are gapless',
    file: 'test/simulation/store/write-orders.js',
    find: '(store.orders.get(orderId)?.row.version ?? 0) === expected',
    replace: 'expected >= 0',
  },
  {
    name: 'conflict-taken-for-done',
    does: 'answers an input whose write lost against another process',
    caughtBy: 'nothing is acknowledged, published or given away too early or too late',
    file: 'src/store/group-commit.js',
    find: 'of decided.filter(settled)',
    replace: 'of decided',
  },
  {
    name: 'lost-connection-blamed-on-the-input',
    does: 'takes a lost connection for the fault of what was being written',
    caughtBy: 'only what can not be read, written, waited for or published is a dead letter',
    file: 'src/store/database-fault.js',
    find: "isOurs(error) ? 'input' : 'database'",
    replace: "'input'",
  },
  {
    name: 'settled-on-a-failed-burial',
    does: 'acknowledges a message that the dead letters did not take',
    caughtBy: 'nothing is acknowledged, published or given away too early or too late',
    file: 'src/inbox/burial.js',
    find: 'log.error({ reason,',
    replace: 'return true; log.error({ reason,',
  },
  {
    name: 'early-events-forgotten',
    does: 'places the order without what waited for its checkout',
    caughtBy: 'every order is what the rules make of its inputs, each applied once',
    file: 'src/order/decide.js',
    find: "return state.status === 'None' ? placed : replay(state, placed, policy)",
    replace: "return { ...placed, waiting: state.status === 'None' ? 'keep' : 'applied' }",
  },
  {
    name: 'expired-wait-still-in-the-inbox',
    does: 'buries what waited too long and keeps its inbox row, which swallows a redelivery',
    caughtBy: 'the inbox names what was applied, and nothing else',
    file: 'test/simulation/store/write-orders.js',
    find: 'inbox.delete(messageId);',
    replace: '',
  },
  {
    name: 'timer-without-its-attempt',
    does: 'gives every wake-up of an order the same name',
    caughtBy: 'it comes to rest',
    file: 'src/timers/timer-sweep.js',
    find: '? `${kind}:${String(attempt)}`',
    replace: '? `${kind}:0`',
  },
  {
    name: 'timer-never-cleared',
    does: 'leaves the wake-up of an order that has its answer',
    caughtBy: 'it comes to rest',
    file: 'src/order/decide.js',
    find: 'wake = clear }',
    replace: 'wake = keep }',
  },
  {
    name: 'no-sweep-without-a-tick',
    does: 'never looks for timers unless the queue says so',
    caughtBy: 'it comes to rest',
    file: 'src/platform/scheduled-sweep.js',
    find: 'void this.watch();',
    replace: '',
  },
];

export const mutants: readonly Mutant[] = [...inboundMutants, ...outboundMutants, ...paymentMutants];

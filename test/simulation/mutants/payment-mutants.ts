import type { Mutant } from './mutant.js';

export const paymentMutants: readonly Mutant[] = [
  {
    name: 'claimed-twice-sent-anew',
    does: 'sends an operation that another process has claimed and never told of once more, under a key of its own',
    caughtBy: 'an operation is always sent with the same bytes',
    file: 'src/gateway/tasks/task-runner.js',
    find: 'if (claims > 1)',
    replace:
      "if (claims > 1) return this.gateway.run({ ...operation, operationId: operation.operationId.replace(/^./, 'f') }); if (false)",
    amid: ['process killed after a gateway call', 'gateway without scruples', 'webhook late'],
  },
  {
    name: 'refund-not-reserved',
    does: 'promises of a capture what another refund under way has been promised',
    caughtBy: 'every command of a person is done once and has one answer',
    file: 'src/payment/books.js',
    find: '- reserved(state) - owed(state)',
    replace: '- owed(state)',
  },
  {
    name: 'unknown-taken-for-declined',
    does: 'takes a call that told nothing for a decline',
    caughtBy: 'what counts as declined was declined by the gateway',
    file: 'src/payment/conclude.js',
    find: "case 'unknown':\n",
    replace:
      "case 'unknown': return decline(state, work, { kind: 'declined', code: 'other', retry: 'never', gatewayCode: '' }, fresh, policy);\n",
  },
  {
    name: 'look-ups-forgotten',
    does: 'never looks up what is not known',
    caughtBy: 'every operation has its outcome, unless people look at it',
    file: 'src/payment/effects.js',
    find: 'return isNew && afterMs !== undefined ?',
    replace: 'return isNew && afterMs === 0 ?',
  },
  {
    name: 'ledger-entry-left-out',
    does: 'books no refund that the gateway has confirmed',
    caughtBy: 'the ledger’s rules hold: L1 to L12',
    file: 'src/store/payment-progress.js',
    find: 'entries.push(...moneyFacts(state, event, at).flatMap(entriesOf));',
    replace: "if (event.type !== 'RefundMade') entries.push(...moneyFacts(state, event, at).flatMap(entriesOf));",
  },
  {
    name: 'verdict-not-applied',
    does: 'leaves an order placed whose payment is declined for good',
    caughtBy: 'a payment that is declined for good fails its placed order, and nothing else of it does',
    file: 'src/store/decide-jointly.js',
    find: 'if (first.decision.verdict === null)',
    replace: 'if (true)',
  },
  {
    name: 'hold-kept-of-a-dead-order',
    does: 'voids nothing when an order that was authorized is cancelled',
    caughtBy: 'nothing is held or kept of an order that was cancelled or failed',
    file: 'src/payment/pursue.js',
    find: 'if (orderEnded(state))\n',
    replace: 'if (false)\n',
  },
  {
    name: 'webhook-taken-before-commit',
    does: 'tells the gateway that a webhook has arrived before the database has what it tells',
    caughtBy: 'nothing is acknowledged, published or given away too early or too late',
    file: 'src/gateway/webhooks/receive-webhook.handler.js',
    find: 'const outcome = await this.commands.execute(new AdvanceOrder(orderId, { body, cause }));',
    replace:
      "const outcome = 'advanced'; this.commands.execute(new AdvanceOrder(orderId, { body, cause })).catch(() => undefined);",
  },
  {
    name: 'answer-not-kept',
    does: 'forgets what a person was told under a key',
    caughtBy: 'every command of a person is done once and has one answer',
    file: 'src/store/decide-steps.js',
    find: '[...before.commandAnswers, { ...request, answer: answerTo(parts, after.order) }]',
    replace: 'before.commandAnswers',
  },
  {
    name: 'deadline-without-its-version',
    does: 'gives every deadline of a payment in one attempt the same name',
    caughtBy: 'it comes to rest',
    file: 'src/timers/timer-sweep.js',
    find: ':${String(version)}',
    replace: '',
  },
];

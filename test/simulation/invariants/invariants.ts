import { asTheModel } from './as-the-model.js';
import { atRest } from './at-rest.js';
import { foldEqualsRow } from './fold-equals-row.js';
import { gapless } from './gapless.js';
import { inboxComplete } from './inbox-complete.js';
import type { Invariant } from './invariant.js';
import { ledgerHolds } from './ledger-holds.js';
import { lettersDeserved } from './letters-deserved.js';
import { nothingLost } from './nothing-lost.js';
import { oneAnswerPerKey } from './one-answer-per-key.js';
import { oneIdPerCause } from './one-id-per-cause.js';
import { orderOnTheWire } from './order-on-the-wire.js';
import { outboxDrained } from './outbox-drained.js';
import { paymentIsFold, verdictApplied } from './payment-is-fold.js';
import {
  completedIsPaid,
  declinedByGateway,
  methodKept,
  nothingKept,
  nothingOpen,
  onceAtMost,
  sameBytes,
  truthIsState,
  unknownsResolved,
  withinCapture,
} from './payments-at-rest.js';
import { repeatsAroundFaults } from './repeats-around-faults.js';
import { timersFired } from './timers-fired.js';
import { seenOnTheWay } from './watch.js';

export const invariants: readonly Invariant[] = [
  atRest,
  seenOnTheWay,
  nothingLost,
  lettersDeserved,
  asTheModel,
  foldEqualsRow,
  gapless,
  inboxComplete,
  oneIdPerCause,
  orderOnTheWire,
  repeatsAroundFaults,
  outboxDrained,
  timersFired,
  onceAtMost,
  sameBytes,
  truthIsState,
  nothingKept,
  nothingOpen,
  completedIsPaid,
  methodKept,
  declinedByGateway,
  unknownsResolved,
  withinCapture,
  ledgerHolds,
  paymentIsFold,
  verdictApplied,
  oneAnswerPerKey,
];

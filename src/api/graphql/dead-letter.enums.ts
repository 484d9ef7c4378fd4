import { registerEnumType } from '@nestjs/graphql';
import { bodyEncodings } from '../../queries/dead-letter-body.js';
import { letterDirections, letterStatuses } from '../../queries/dead-letter-view.js';
import { deadLetterReasons } from '../../saga/dead-letter-reason.js';
import { redriveOutcomes } from '../../saga/redrive-dead-letters.js';
import { enumOf } from './enum-of.js';

export const DeadLetterReason = enumOf(deadLetterReasons);
export const DeadLetterStatus = enumOf(letterStatuses);
export const DeadLetterDirection = enumOf(letterDirections);
export const BodyEncoding = enumOf(bodyEncodings);
export const RedriveOutcome = enumOf(redriveOutcomes);

registerEnumType(DeadLetterReason, {
  name: 'DeadLetterReason',
  description: 'Why a message is a dead letter: it could not be read, applied, waited for any longer, or published.',
});
registerEnumType(DeadLetterStatus, {
  name: 'DeadLetterStatus',
  description: 'OPEN: nobody has dealt with it yet.',
});
registerEnumType(DeadLetterDirection, { name: 'DeadLetterDirection' });
registerEnumType(BodyEncoding, { name: 'BodyEncoding' });
registerEnumType(RedriveOutcome, {
  name: 'RedriveOutcome',
  description: 'What redriving a letter came to. All but FAILED_AGAIN put it away.',
  valuesMap: {
    APPLIED: { description: 'Its message moved the order.' },
    IGNORED: { description: 'Its message changed nothing, as the timeline says.' },
    DEFERRED: { description: 'Its message waits for the checkout of its order.' },
    DUPLICATE: { description: 'Its message had been applied before.' },
    FAILED_AGAIN: { description: 'It stays, with one more attempt and its new reason.' },
    RELEASED: { description: 'Outbound: its message, and what it held back, goes out now.' },
    ALREADY_RELEASED: { description: 'Outbound: its message was not held any more.' },
    DISCARDED: { description: 'Outbound: somebody else has discarded it meanwhile.' },
  },
});

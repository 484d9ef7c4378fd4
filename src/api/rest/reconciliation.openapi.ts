import { applyDecorators } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { ageings } from '../../queries/settlement/ageing.js';
import { mostBreaks } from '../../queries/settlement/reconciliation.js';
import { breakKinds } from '../../settlement/break-kind.js';
import { internalErrorResponse, invalidResponse, ref } from './describe.js';
import {
  closed,
  currencyCode,
  moment,
  oneOf,
  orNull,
  type Schemas,
  signedDecimal,
  text,
  uuid,
  whole,
} from './schema-parts.js';

const path = '/api/v1/reconciliation';
const day = { type: 'string', format: 'date' };

const amount = (description: string) => ({
  ...closed(description, { amount: signedDecimal('Below zero it goes back to the customer.'), currency: currencyCode }),
  type: ['object', 'null'],
});

export const reconciliationSchemas: Schemas = {
  Reconciliation: closed('How orders, ledger and payout lines stood at the end of a day, in UTC.', {
    date: day,
    currencies: {
      type: 'array',
      description: 'Each in which anything stood or moved.',
      items: ref('ClearingDay'),
    },
    breaks: { type: 'array', description: `The oldest ${String(mostBreaks)}.`, items: ref('SettlementBreak') },
    openBreaks: whole(0),
  }),
  ClearingDay: closed('What the gateway owes in one currency, over a day: below zero it is owed.', {
    currency: currencyCode,
    opening: signedDecimal('At the beginning of the day.'),
    captures: signedDecimal('Captured.'),
    refunds: signedDecimal('Paid back, less those that came back.'),
    chargebacks: signedDecimal('Taken back by issuers with their fees, less what was won.'),
    fees: signedDecimal('Withheld by the lines that were matched.'),
    payouts: signedDecimal('The net of all payout lines of the day.'),
    suspense: signedDecimal('What of the payouts nobody could explain, less what was explained of older ones.'),
    closing: signedDecimal('At the end of the day, as the payments say.'),
    difference: signedDecimal(
      'opening + captures - refunds - chargebacks - fees - payouts + suspense - closing: zero, or orders, ledger and payout lines ' +
        'disagree in sum.',
    ),
    suspenseBalance: signedDecimal("What stood in suspense at the day's end."),
  }),
  SettlementBreak: closed('A disagreement that was open at the end of the day.', {
    id: uuid,
    kind: oneOf(breakKinds),
    firstSeenAt: moment,
    ageDays: { ...whole(0), description: 'Days between the one on which it was first seen and this one.' },
    ageing: { ...oneOf(ageings), description: 'The same in days, roughly.' },
    gateway: orNull(text),
    lineId: orNull({ ...text, ...{ description: 'The payout line; null where the break is that there is none.' } }),
    payoutId: orNull(text),
    reference: orNull({ ...text, ...{ description: 'Of the capture or refund, as the gateway calls it.' } }),
    orderId: orNull(uuid),
    operationId: orNull(uuid),
    expected: amount('What the books say.'),
    found: amount('What the gateway says.'),
  }),
};

const nothing = { refunds: '0.00', chargebacks: '0.00', suspense: '0.00', difference: '0.00', suspenseBalance: '0.00' };
const example = {
  date: '2026-07-01',
  currencies: [
    {
      currency: 'USD',
      opening: '0.00',
      captures: '42.50',
      fees: '1.53',
      payouts: '40.97',
      closing: '0.00',
      ...nothing,
    },
  ],
  breaks: [],
  openBreaks: 0,
};

export const DescribeReconciliation = (): MethodDecorator =>
  applyDecorators(
    ApiTags('Ledger'),
    ApiOperation({
      operationId: 'getReconciliation',
      summary:
        'What the gateway owes over a day, and what did not agree at its end; for a past day always the same answer',
    }),
    ApiQuery({ name: 'date', required: true, description: 'In UTC.', schema: day }),
    ApiQuery({
      name: 'currency',
      required: false,
      description: 'Only this one, and breaks with an amount in it.',
      schema: currencyCode,
    }),
    ApiOkResponse({
      description: 'The report.',
      content: { 'application/json': { schema: ref('Reconciliation'), example } },
    }),
    invalidResponse(path, 'date', 'must be a day such as 2026-07-01'),
    internalErrorResponse(path),
  );

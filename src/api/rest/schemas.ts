import { inputTypes, statuses } from '../../order/state-machine.js';
import { visibleStates } from '../../queries/order-view.js';
import { paymentStatuses } from '../../queries/payments/payment-words.js';
import { paymentSchemas } from './payment-schemas.js';
import { reconciliationSchemas } from './reconciliation.openapi.js';
import { closed, currencyCode, decimal, moment, orNull, type Schemas, text, uuid, whole } from './schema-parts.js';

/** The bodies of the REST API, as JSON Schema (OpenAPI 3.1). A test holds them against real answers. */
export const schemas: Schemas = {
  OrderState: { type: 'string', enum: [...visibleStates], description: 'All but Placed are final.' },
  Order: closed('An order as it stands. What is null is not known.', {
    id: uuid,
    basketId: orNull(uuid),
    fullName: orNull(text),
    email: orNull(text),
    state: { $ref: '#/components/schemas/OrderState' },
    totalMoney: orNull(decimal('The total in `currency`, with all of its digits.')),
    currency: orNull(currencyCode),
    placedAt: moment,
    updatedAt: moment,
    version: { ...whole(1), description: 'How many events it has.' },
    timeoutRetryCount: { ...whole(0), description: 'How often the wait for an answer has run out.' },
  }),
  TimelineEntry: closed("A fact of an order's life. Ignored and early messages are facts too.", {
    version: { ...whole(1), description: 'Without gaps.' },
    type: { ...text, description: 'What happened, such as OrderPlaced.' },
    recordedAt: moment,
    actor: { ...text, description: "Who acted: a neighbour's address, `timer`, or an operator." },
    causedBy: { ...text, description: 'The id of the message that caused it.' },
    conversationId: orNull(text),
    data: { description: 'What the event carries, without personal data.' },
  }),
  ...paymentSchemas,
  ...reconciliationSchemas,
  StateMachine: closed('The rules of an order.', {
    name: text,
    states: {
      type: 'array',
      items: closed('A state. A hidden one is never answered.', {
        name: { type: 'string', enum: [...statuses] },
        initial: { type: 'boolean' },
        hidden: { type: 'boolean' },
        terminal: { type: 'boolean' },
      }),
    },
    transitions: {
      type: 'array',
      items: closed('What an order in `from` makes of `input` when all of `when` holds.', {
        from: { type: 'string', enum: [...statuses] },
        input: { type: 'string', enum: [...inputTypes] },
        when: { type: 'array', items: text },
        to: { type: 'string', enum: [...statuses] },
        publishes: { type: 'array', items: text },
        timer: text,
        outcome: { type: 'string', enum: ['advanced', 'deferred', 'ignored'] },
        reason: orNull({ ...text, ...{ description: 'Why nothing happens.' } }),
        waiting: { type: 'string', enum: ['keep', 'applied', 'expired'] },
      }),
    },
  }),
  Problem: {
    type: 'object',
    description: 'Problem details (RFC 9457).',
    required: ['type', 'title', 'status', 'instance'],
    properties: {
      type: { type: 'string', format: 'uri-reference' },
      title: text,
      status: { type: 'integer', minimum: 400, maximum: 599 },
      detail: text,
      instance: { type: 'string', format: 'uri-reference', description: 'The path that was asked for.' },
      errors: {
        type: 'object',
        description: 'Each parameter that is at fault, with the rules that it breaks.',
        additionalProperties: { type: 'array', items: text },
      },
      reason: { ...text, description: 'The name of a refusal.' },
      version: { ...whole(0), description: "The order's version." },
      paymentStatus: { type: 'string', enum: [...paymentStatuses] },
      max: decimal('The largest amount that would be taken now, in `currency`.'),
      currency: currencyCode,
    },
    additionalProperties: false,
  },
};

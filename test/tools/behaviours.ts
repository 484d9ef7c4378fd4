import { readFileSync } from 'node:fs';
import { z } from 'zod';

const eventTypes = [
  'UserCheckedOutIntegrationEvent',
  'BasketDeletedCompleteIntegrationEvent',
  'BasketDeletedFailedIntegrationEvent',
  'OrderStatusChangedToCompleteIntegrationEvent',
  'OrderStatusChangedToCancelIntegrationEvent',
] as const;

const payload = {
  fullName: z.string().nullable(),
  email: z.string().nullable(),
  totalMoney: z.string(),
};

// Strict throughout: a field that no test looks at would be a rule that nobody keeps.
const file = z.strictObject({
  description: z.string(),
  defaults: z.strictObject({ ...payload, orderId: z.string(), basketId: z.string() }),
  settings: z.strictObject({ maxAttempts: z.number(), maxRetryTimeout: z.string() }),
  cases: z.array(
    z.strictObject({
      name: z.string(),
      note: z.string().optional(),
      events: z.array(
        z.strictObject({
          type: z.enum([...eventTypes, 'timeout']),
          payload: z
            .strictObject({ ...payload, _messageId: z.string() })
            .partial()
            .default({}),
        }),
      ),
      expect: z.strictObject({
        state: z.enum(['Placed', 'Completed', 'Cancelled', 'Failed']),
        published: z.array(z.strictObject({ type: z.string(), fields: z.strictObject(payload).partial().default({}) })),
        ignored: z.number().default(0),
        order: z.strictObject({ timeoutRetryCount: z.number() }).partial().default({}),
      }),
    }),
  ),
});

type BehavioursFile = z.infer<typeof file>;

/** What an event says beside the ids of its order and basket, which each run of a case makes anew. */
export type BehaviourPayload = Pick<BehavioursFile['defaults'], 'fullName' | 'email' | 'totalMoney'>;

export type IntegrationEventType = (typeof eventTypes)[number];

export type BehaviourEvent =
  /** The order's timer falls due; where none is set, one that was set earlier arrives late. */
  | { readonly type: 'timeout' }
  | {
      readonly type: IntegrationEventType;
      /** With the defaults filled in. */
      readonly payload: BehaviourPayload;
      /** The transport's message id, where the case forces one; unique within the case's order only. */
      readonly messageId?: string;
    };

export type Behaviour = {
  readonly name: string;
  readonly events: readonly BehaviourEvent[];
  readonly expect: {
    readonly state: 'Placed' | 'Completed' | 'Cancelled' | 'Failed';
    /** All that is published, in order, with the fields that the case is about. */
    readonly published: readonly { readonly type: string; readonly fields: Partial<BehaviourPayload> }[];
    /** How many inputs end as InputIgnored on the timeline. */
    readonly ignored: number;
    readonly order: { readonly timeoutRetryCount?: number };
  };
};

export type Behaviours = {
  /** `maxRetryTimeout` as ORDER_MAX_RETRY_TIMEOUT takes it. */
  readonly settings: { readonly maxAttempts: number; readonly maxRetryTimeout: string };
  readonly cases: readonly Behaviour[];
};

/** The rules as sequences of inputs, from test/behaviours.json. @throws when the file says something that this reader doesn't know */
export function loadBehaviours(): Behaviours {
  const { defaults, settings, cases } = file.parse(JSON.parse(readFileSync(behavioursFile, 'utf8')));
  const { fullName, email, totalMoney } = defaults;
  return { settings, cases: cases.map((one) => toBehaviour(one, { fullName, email, totalMoney })) };
}

export const behavioursFile = new URL('../behaviours.json', import.meta.url);

function toBehaviour(one: BehavioursFile['cases'][number], defaults: BehaviourPayload): Behaviour {
  const { timeoutRetryCount } = one.expect.order;
  return {
    name: one.name,
    events: one.events.map(({ type, payload: { _messageId: messageId, ...said } }) =>
      type === 'timeout'
        ? { type }
        : {
            type,
            payload: { ...defaults, ...withoutUndefined(said) },
            ...(messageId === undefined ? {} : { messageId }),
          },
    ),
    expect: {
      ...one.expect,
      published: one.expect.published.map(({ type, fields }) => ({ type, fields: withoutUndefined(fields) })),
      order: timeoutRetryCount === undefined ? {} : { timeoutRetryCount },
    },
  };
}

type Said = { readonly [F in keyof BehaviourPayload]?: BehaviourPayload[F] | undefined };

const withoutUndefined = (said: Said): Partial<BehaviourPayload> =>
  Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));

/** The settings that a payment's rules read. All spans are milliseconds. */
export type PaymentPolicy = {
  /** How long a placed order may be without a payment method. */
  readonly methodDeadlineMs: number;
  /** How long the customer may take for what the issuer asks of them. */
  readonly actionDeadlineMs: number;
  /** How long before its end an authorization is renewed or given up: a capture must not meet the very end. */
  readonly expiryMarginMs: number;
  /** How often an authorization may be renewed. */
  readonly maxRenewals: number;
  /** The waits before each new attempt after a soft decline; one decline more, and it's hard. */
  readonly declineRetryDelaysMs: readonly number[];
  /** The waits before the same operation is sent again that never reached the gateway. */
  readonly unreachedRetryDelaysMs: readonly number[];
  /** The waits before each look-up of what isn't known; after the last one people look at it. */
  readonly lookUpDelaysMs: readonly number[];
  /** How long after an operation's first try its id may be sent again. Gateways forget keys: one of them after 6 hours. */
  readonly keyLifetimeMs: number;
  /** How long a gateway may take over a request. Only after it does `not found` prove that nothing was done. */
  readonly processingDelayMs: number;
};

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** What a payment goes by, but for how long it may be without a method. */
export const usualPolicy: Omit<PaymentPolicy, 'methodDeadlineMs'> = {
  actionDeadlineMs: 15 * minuteMs,
  expiryMarginMs: 2 * hourMs,
  maxRenewals: 1,
  declineRetryDelaysMs: [hourMs, dayMs],
  unreachedRetryDelaysMs: [secondMs, 5 * secondMs, 30 * secondMs, 2 * minuteMs, 10 * minuteMs, hourMs],
  lookUpDelaysMs: [5 * secondMs, 30 * secondMs, 5 * minuteMs, hourMs, dayMs, dayMs, dayMs, dayMs, dayMs],
  // An hour less than gateways remember, for a call that is on its way.
  keyLifetimeMs: 23 * hourMs,
  processingDelayMs: 5 * minuteMs,
};

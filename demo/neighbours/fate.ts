/** The events that Ordering and Basket publish, by their names on the wire. */
export type EventName =
  | 'UserCheckedOutIntegrationEvent'
  | 'BasketDeletedCompleteIntegrationEvent'
  | 'BasketDeletedFailedIntegrationEvent'
  | 'OrderStatusChangedToCompleteIntegrationEvent'
  | 'OrderStatusChangedToCancelIntegrationEvent';

export const commandNames = [
  'PlaceOrderCommand',
  'DeleteBasketCompleteCommand',
  'DeleteBasketFailedCommand',
  'CompleteOrderCommand',
  'CancelOrderCommand',
] as const;

/** The commands that the service publishes, by their names on the wire. */
export type CommandName = (typeof commandNames)[number];

export const neighbourNames = ['Basket', 'Ordering', 'Notification'] as const;
export type NeighbourName = (typeof neighbourNames)[number];

/** Who receives what: facts of the neighbours, section 3.1. The auditor hears everything, in the order of publication. */
export const recipients = {
  PlaceOrderCommand: ['Basket', 'Notification'],
  DeleteBasketCompleteCommand: ['Ordering'],
  DeleteBasketFailedCommand: ['Ordering'],
  CompleteOrderCommand: ['Notification'],
  CancelOrderCommand: ['Notification'],
} as const satisfies Record<CommandName, readonly NeighbourName[]>;

/** When a step is published: with the other first ones, or once a neighbour has received a command. */
export type When = 'first' | { readonly received: CommandName; readonly by: NeighbourName };

/** What an event says; what isn't named here is the order's own truth. */
export type Saying = {
  readonly contact?: 'nobody' | 'blank' | 'an admin';
  readonly total?: 'zero' | 'another';
  readonly basket?: 'unknown';
};

export type Step = {
  readonly by: 'Ordering' | 'Basket';
  readonly event: EventName;
  readonly when: When;
  readonly says?: Saying;
  /** Published that many times under one message id; 1 when left out. */
  readonly copies?: number;
};

/** What Basket makes of PlaceOrderCommand, apart from the steps. */
export type BasketHabit = {
  /** `DEL basket:{id}` finds it once, or never. */
  readonly finds: 'the basket' | 'nothing';
  /** The attempt from which on Basket answers. */
  readonly answersFrom: number | 'never';
};

export type OrderStateName = 'Placed' | 'Completed' | 'Cancelled' | 'Failed';

/** A command that must come, with the fields that differ from the order's own truth. */
export type Awaited = {
  readonly type: CommandName;
  readonly causedBy: EventName | 'timer';
  readonly contact?: 'nobody';
  readonly total?: 'zero';
  readonly basket?: 'unknown';
};

/** One life of an order: what the neighbours do, and what must come of it. */
export type Fate = {
  readonly name: string;
  /** How often it's dealt, among the others. */
  readonly weight: number;
  readonly basket: BasketHabit;
  readonly steps: readonly Step[];
  readonly expect: {
    readonly state: OrderStateName;
    /** In the order of publication. */
    readonly commands: readonly Awaited[];
    /** The facts on the order's timeline, in order, without the ignored inputs. */
    readonly timeline: readonly string[];
    /** Inputs that are answered with a named reason instead of a change. */
    readonly ignored: number;
    readonly timeoutRetryCount: number;
    readonly contact?: 'nobody';
  };
};

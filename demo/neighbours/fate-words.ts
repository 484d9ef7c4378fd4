import type { Awaited, BasketHabit, EventName, Fate, OrderStateName, Saying, Step, When } from './fate.js';

type Extras = Omit<Step, 'by' | 'event' | 'when'>;

const ordering =
  (event: EventName) =>
  (when: When, extras: Extras = {}): Step => ({ by: 'Ordering', event, when, ...extras });

const basket =
  (event: EventName) =>
  (when: When, extras: Extras = {}): Step => ({ by: 'Basket', event, when, ...extras });

export const checkout = ordering('UserCheckedOutIntegrationEvent');
export const complete = ordering('OrderStatusChangedToCompleteIntegrationEvent');
export const cancel = ordering('OrderStatusChangedToCancelIntegrationEvent');
export const deleted = basket('BasketDeletedCompleteIntegrationEvent');
export const notDeleted = basket('BasketDeletedFailedIntegrationEvent');

export const asked: When = { received: 'PlaceOrderCommand', by: 'Basket' };
export const cleared: When = { received: 'DeleteBasketCompleteCommand', by: 'Ordering' };
export const refused: When = { received: 'DeleteBasketFailedCommand', by: 'Ordering' };
export const thanked: When = { received: 'CompleteOrderCommand', by: 'Notification' };

export const deletes: BasketHabit = { finds: 'the basket', answersFrom: 1 };
export const finds: BasketHabit = { finds: 'nothing', answersFrom: 1 };
export const silent: BasketHabit = { finds: 'the basket', answersFrom: 'never' };

export const nobody: Saying = { contact: 'nobody' };

export const place: Awaited = { type: 'PlaceOrderCommand', causedBy: 'UserCheckedOutIntegrationEvent' };
export const placeAgain: Awaited = { type: 'PlaceOrderCommand', causedBy: 'timer' };
export const basketGone: Awaited = {
  type: 'DeleteBasketCompleteCommand',
  causedBy: 'BasketDeletedCompleteIntegrationEvent',
};
export const basketLeft: Awaited = {
  type: 'DeleteBasketFailedCommand',
  causedBy: 'BasketDeletedFailedIntegrationEvent',
};
export const completed: Awaited = {
  type: 'CompleteOrderCommand',
  causedBy: 'OrderStatusChangedToCompleteIntegrationEvent',
};
export const cancelled: Awaited = {
  type: 'CancelOrderCommand',
  causedBy: 'OrderStatusChangedToCancelIntegrationEvent',
};
export const gaveUp: Awaited = { type: 'CancelOrderCommand', causedBy: 'timer' };

export const toNobody = (command: Awaited): Awaited => ({ ...command, contact: 'nobody' });

type Rest = Partial<Pick<Fate['expect'], 'ignored' | 'timeoutRetryCount' | 'contact'>>;

export const ends = (
  state: OrderStateName,
  commands: readonly Awaited[],
  timeline: string,
  rest: Rest = {},
): Fate['expect'] => ({
  state,
  commands,
  timeline: timeline.split(' '),
  ignored: 0,
  timeoutRetryCount: 0,
  ...rest,
});

export const lifeOf = (
  name: string,
  weight: number,
  habit: BasketHabit,
  steps: readonly Step[],
  expect: Fate['expect'],
): Fate => ({
  name,
  weight,
  basket: habit,
  steps,
  expect,
});

export const wholeLife = 'OrderPlaced BasketDeleted OrderCompleted';

import type { Awaited, BasketHabit, EventName, Fate, OrderStateName, Saying, Step, When } from './fate.js';

type Extras = Omit<Step, 'by' | 'event' | 'when'>;

const ordering =
  (event: EventName) =>
  (when: When, extras: Extras = {}): Step => ({ by: 'Ordering', event, when, ...extras });
const basket =
  (event: EventName) =>
  (when: When, extras: Extras = {}): Step => ({ by: 'Basket', event, when, ...extras });

const checkout = ordering('UserCheckedOutIntegrationEvent');
const complete = ordering('OrderStatusChangedToCompleteIntegrationEvent');
const cancel = ordering('OrderStatusChangedToCancelIntegrationEvent');
const deleted = basket('BasketDeletedCompleteIntegrationEvent');
const notDeleted = basket('BasketDeletedFailedIntegrationEvent');

const asked: When = { received: 'PlaceOrderCommand', by: 'Basket' };
const cleared: When = { received: 'DeleteBasketCompleteCommand', by: 'Ordering' };
const refused: When = { received: 'DeleteBasketFailedCommand', by: 'Ordering' };
const thanked: When = { received: 'CompleteOrderCommand', by: 'Notification' };

const deletes: BasketHabit = { finds: 'the basket', answersFrom: 1 };
const finds: BasketHabit = { finds: 'nothing', answersFrom: 1 };
const silent: BasketHabit = { finds: 'the basket', answersFrom: 'never' };

const nobody: Saying = { contact: 'nobody' };

const place: Awaited = { type: 'PlaceOrderCommand', causedBy: 'UserCheckedOutIntegrationEvent' };
const placeAgain: Awaited = { type: 'PlaceOrderCommand', causedBy: 'timer' };
const basketGone: Awaited = { type: 'DeleteBasketCompleteCommand', causedBy: 'BasketDeletedCompleteIntegrationEvent' };
const basketLeft: Awaited = { type: 'DeleteBasketFailedCommand', causedBy: 'BasketDeletedFailedIntegrationEvent' };
const completed: Awaited = { type: 'CompleteOrderCommand', causedBy: 'OrderStatusChangedToCompleteIntegrationEvent' };
const cancelled: Awaited = { type: 'CancelOrderCommand', causedBy: 'OrderStatusChangedToCancelIntegrationEvent' };
const gaveUp: Awaited = { type: 'CancelOrderCommand', causedBy: 'timer' };

const toNobody = (command: Awaited): Awaited => ({ ...command, contact: 'nobody' });

type Rest = Partial<Pick<Fate['expect'], 'ignored' | 'timeoutRetryCount' | 'contact'>>;

const ends = (
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

const lifeOf = (
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

const wholeLife = 'OrderPlaced BasketDeleted OrderCompleted';

/** All lives that the demo deals out. The rules behind them: behaviours.json, where they stand as sequences. */
export const fates: readonly Fate[] = [
  lifeOf(
    'completed',
    10,
    deletes,
    [checkout('first'), complete(cleared)],
    ends('Completed', [place, basketGone, completed], wholeLife),
  ),
  lifeOf(
    'cancelled',
    5,
    deletes,
    [checkout('first'), cancel(cleared)],
    ends('Cancelled', [place, basketGone, cancelled], 'OrderPlaced BasketDeleted OrderCancelled'),
  ),
  lifeOf(
    'left open',
    2,
    deletes,
    [checkout('first')],
    ends('Placed', [place, basketGone], 'OrderPlaced BasketDeleted'),
  ),
  lifeOf(
    'completed before the basket answers',
    2,
    deletes,
    [checkout('first'), complete('first')],
    ends('Completed', [place, completed], 'OrderPlaced OrderCompleted', { ignored: 1 }),
  ),
  lifeOf(
    'basket failed',
    4,
    finds,
    [checkout('first')],
    ends('Failed', [place, basketLeft], 'OrderPlaced BasketDeletionFailed'),
  ),
  lifeOf(
    'basket failed, no e-mail',
    1,
    finds,
    [checkout('first', { says: nobody })],
    ends('Failed', [toNobody(place), toNobody(basketLeft)], 'OrderPlaced BasketDeletionFailed', { contact: 'nobody' }),
  ),
  lifeOf(
    'completed, no e-mail',
    3,
    deletes,
    [checkout('first', { says: nobody }), complete(cleared, { says: nobody })],
    ends('Completed', [toNobody(place), basketGone], wholeLife, { contact: 'nobody' }),
  ),
  lifeOf(
    'completed, blank e-mail',
    1,
    deletes,
    [checkout('first', { says: { contact: 'blank' } }), complete(cleared, { says: { contact: 'blank' } })],
    ends('Completed', [toNobody(place), basketGone], wholeLife, { contact: 'nobody' }),
  ),
  lifeOf(
    'cancelled, no e-mail',
    2,
    deletes,
    [checkout('first', { says: nobody }), cancel(cleared, { says: nobody })],
    ends('Cancelled', [toNobody(place), basketGone], 'OrderPlaced BasketDeleted OrderCancelled', { contact: 'nobody' }),
  ),

  lifeOf(
    'silent basket',
    3,
    silent,
    [checkout('first')],
    ends(
      'Failed',
      [place, placeAgain, placeAgain, gaveUp],
      'OrderPlaced PlaceOrderRetried PlaceOrderRetried OrderTimedOut',
      { timeoutRetryCount: 3 },
    ),
  ),
  lifeOf(
    'silent basket, no e-mail',
    2,
    silent,
    [checkout('first', { says: nobody })],
    ends(
      'Failed',
      [toNobody(place), toNobody(placeAgain), toNobody(placeAgain)],
      'OrderPlaced PlaceOrderRetried PlaceOrderRetried OrderTimedOut',
      { timeoutRetryCount: 3, contact: 'nobody' },
    ),
  ),
  lifeOf(
    'basket answers the second time',
    2,
    { finds: 'the basket', answersFrom: 2 },
    [checkout('first'), complete(cleared)],
    ends(
      'Completed',
      [place, placeAgain, basketGone, completed],
      'OrderPlaced PlaceOrderRetried BasketDeleted OrderCompleted',
      { timeoutRetryCount: 1 },
    ),
  ),

  lifeOf(
    'everything twice and more',
    4,
    deletes,
    [
      checkout('first', { copies: 3 }),
      checkout('first'),
      deleted(asked, { copies: 3 }),
      complete(cleared, { copies: 3 }),
      complete(cleared),
    ],
    ends('Completed', [place, basketGone, completed], wholeLife, { ignored: 3 }),
  ),
  lifeOf(
    'basket failed, twice and more',
    1,
    finds,
    [checkout('first', { copies: 2 }), notDeleted(asked, { copies: 2 }), checkout(refused)],
    ends('Failed', [place, basketLeft], 'OrderPlaced BasketDeletionFailed', { ignored: 2 }),
  ),

  lifeOf(
    'completion overtakes the checkout',
    2,
    deletes,
    [complete('first'), checkout('first')],
    ends('Completed', [place, completed], 'InputDeferred OrderPlaced OrderCompleted', { ignored: 1 }),
  ),
  lifeOf(
    'completion overtakes the checkout, with duplicates',
    1,
    deletes,
    [complete('first', { copies: 2 }), checkout('first', { copies: 2 })],
    ends('Completed', [place, completed], 'InputDeferred OrderPlaced OrderCompleted', { ignored: 1 }),
  ),
  lifeOf(
    'cancellation overtakes the checkout',
    1,
    deletes,
    [cancel('first'), checkout('first')],
    ends('Cancelled', [place, cancelled], 'InputDeferred OrderPlaced OrderCancelled', { ignored: 1 }),
  ),
  // Basket finds nothing when it's asked after it has answered, and says so: noise.
  lifeOf(
    "the basket's answer overtakes the checkout",
    2,
    finds,
    [deleted('first'), checkout('first'), complete(cleared)],
    ends('Completed', [place, basketGone, completed], `InputDeferred ${wholeLife}`, { ignored: 1 }),
  ),
  lifeOf(
    "the basket's failure overtakes the checkout",
    1,
    silent,
    [notDeleted('first'), checkout('first')],
    ends('Failed', [place, basketLeft], 'InputDeferred OrderPlaced BasketDeletionFailed'),
  ),
  lifeOf(
    'everything overtakes the checkout',
    2,
    finds,
    [deleted('first'), complete('first'), checkout('first')],
    ends('Completed', [place, basketGone, completed], `InputDeferred InputDeferred ${wholeLife}`, { ignored: 1 }),
  ),

  lifeOf(
    'late events after completion',
    3,
    deletes,
    [checkout('first'), complete(cleared), cancel(thanked), notDeleted(thanked), checkout(thanked), complete(thanked)],
    ends('Completed', [place, basketGone, completed], wholeLife, { ignored: 4 }),
  ),
  lifeOf(
    'late events after failure',
    1,
    finds,
    [checkout('first'), complete(refused), deleted(refused)],
    ends('Failed', [place, basketLeft], 'OrderPlaced BasketDeletionFailed', { ignored: 2 }),
  ),

  lifeOf(
    'contact comes with the completion',
    2,
    deletes,
    [checkout('first', { says: nobody }), complete(cleared)],
    ends(
      'Completed',
      [toNobody(place), basketGone, completed],
      'OrderPlaced BasketDeleted DetailsFilled OrderCompleted',
    ),
  ),
  lifeOf(
    'contact is missing at the completion',
    1,
    deletes,
    [checkout('first'), complete(cleared, { says: nobody })],
    ends('Completed', [place, basketGone, completed], wholeLife),
  ),
  lifeOf(
    'an admin completes, with another total',
    1,
    deletes,
    [checkout('first'), complete(cleared, { says: { contact: 'an admin', total: 'another' } })],
    ends('Completed', [place, basketGone, completed], 'OrderPlaced BasketDeleted DetailsDisagreed OrderCompleted'),
  ),
  lifeOf(
    'the checkout knows nothing',
    2,
    silent,
    [
      checkout('first', { says: { contact: 'nobody', total: 'zero', basket: 'unknown' } }),
      deleted(asked),
      complete(cleared),
    ],
    ends(
      'Completed',
      [{ ...toNobody(place), total: 'zero', basket: 'unknown' }, basketGone, completed],
      'OrderPlaced DetailsFilled BasketDeleted DetailsFilled OrderCompleted',
    ),
  ),
];

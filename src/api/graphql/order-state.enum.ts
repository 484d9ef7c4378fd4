import { registerEnumType } from '@nestjs/graphql';
import type { VisibleState } from '../../queries/order-view.js';

export const OrderState = {
  PLACED: 'Placed',
  COMPLETED: 'Completed',
  CANCELLED: 'Cancelled',
  FAILED: 'Failed',
} as const satisfies Record<Uppercase<VisibleState>, VisibleState>;

registerEnumType(OrderState, {
  name: 'OrderState',
  description: 'Where an order stands. All but PLACED are final.',
  valuesMap: {
    PLACED: { description: 'Checked out; its basket, its completion or its cancellation is still to come.' },
    COMPLETED: { description: 'Ordering has completed it.' },
    CANCELLED: { description: 'Ordering has cancelled it.' },
    FAILED: { description: 'Its basket could not be deleted, or nobody answered in time.' },
  },
});

import { Command } from '@nestjs/cqrs';
import { z } from 'zod';
import { orderIdRule } from './order-id-rule.js';
import type { MessageSelection, Republished } from './sent-messages.js';

/** Sends again what was sent before, for a broker that has lost it. Safe to repeat, and beside relays at work. */
export class RepublishMessages extends Command<Republished> {
  static readonly rules = z.object({
    selection: z.union([
      z.object({ orderId: orderIdRule }),
      z
        .object({ from: z.date(), to: z.date() })
        .refine(({ from, to }) => from < to, { path: ['to'], error: 'must be after from' }),
    ]),
  });

  /** @param mode `count` only says what would go out */
  constructor(
    readonly selection: MessageSelection,
    readonly mode: 'republish' | 'count' = 'republish',
  ) {
    super();
  }
}

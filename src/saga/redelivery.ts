import type { RawMessage } from '../contracts/codec.js';
import type { OrderId } from '../kernel/ids.js';
import type { InboundReason } from './dead-letter-reason.js';
import type { StepOutcome } from './order-writer.js';

/** What became of a message that was handed on once more. */
export type Redelivered =
  | { readonly outcome: StepOutcome; readonly orderId: OrderId; readonly type: string }
  | {
      readonly outcome: 'failed';
      readonly reason: InboundReason;
      readonly detail: string;
      readonly orderId: OrderId | null;
      readonly type: string | null;
    };

/** The port to the inbox's way of a message: its bytes are read as if the broker had just delivered them. */
export abstract class Redelivery {
  /**
   * Messages of one order take effect in the order of the calls.
   * @throws WriterClosed when the process shuts down before
   */
  abstract redeliver(source: string, message: RawMessage): Promise<Redelivered>;
}

import type { Clock } from '../../platform/clock.js';
import { errorFields, type Log } from '../../platform/log.js';
import { GatewayRing } from '../../platform/wake.js';
import type { WakeQueue, WakeQueues } from '../../platform/wake-queues.js';

/** The queue that wakes whoever asks the gateway. */
export const gatewayQueue = 'gateway';

// One wake-up for each burst of commits, as with the relay's.
const gatherMs = 5;

/** Rung after a commit that left something to ask of the gateway at once. A lost ring costs a tick. */
export class GatewayWake extends GatewayRing {
  private queue: WakeQueue | null = null;
  private gathering: Promise<void> | null = null;

  constructor(
    private readonly queues: WakeQueues,
    private readonly around: { readonly clock: Clock; readonly log: Log },
  ) {
    super();
  }

  override ring(): void {
    this.gathering ??= this.gather();
  }

  async close(): Promise<void> {
    await this.gathering;
    await this.queue?.close();
  }

  private async gather(): Promise<void> {
    await this.around.clock.pause(gatherMs);
    this.gathering = null;
    try {
      this.queue ??= this.queues.open(gatewayQueue);
      await this.queue.ring();
    } catch (error) {
      this.around.log.debug(errorFields(error), 'the gateway workers were not woken; their tick will find the tasks');
    }
  }
}

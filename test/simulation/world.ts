import { Chance } from './engine/chance.js';
import { Scheduler } from './engine/scheduler.js';
import { Trace } from './engine/trace.js';
import { drawWeather, type Weather } from './faults/draw-weather.js';
import { Faults } from './faults/faults.js';
import { drawPaymentsOf, PaymentsWorld } from './payments-world.js';
import { drawSettings, type Settings } from './process/settings.js';
import { BrokerServer } from './servers/broker-server.js';
import { DatabaseServer } from './servers/database-server.js';
import { QueueServer } from './servers/queue-server.js';
import { MemoryStore } from './store/memory-store.js';
import { drawMethod } from './workload/people.js';
import { drawWorkload, type Workload } from './workload/workload.js';
import { MessageId, OrderId, ownMessagePrefixes } from '../../src/kernel/ids.js';
import type { Webhook } from './servers/gateway-webhooks.js';

/** How long faults strike and neighbours send, in virtual milliseconds. */
export const troubleMs = 10_000;

/** All that a run is made of but its processes, drawn from its seed. */
export class World {
  readonly chance: Chance;
  readonly trace: Trace;
  readonly time: Scheduler;
  readonly faults: Faults;
  readonly store: MemoryStore;
  readonly database: DatabaseServer;
  readonly broker: BrokerServer;
  readonly queues: QueueServer;
  readonly settings: Settings;
  readonly workload: Workload;
  /** Null in a run without payments. */
  readonly payments: PaymentsWorld | null;
  /** What was seen to go wrong while it did. */
  readonly seen: string[] = [];
  isHealed = false;

  constructor(
    readonly seed: number,
    keepsLines: boolean,
    weatherOf: (chance: Chance) => Weather = drawWeather,
  ) {
    this.chance = new Chance(seed);
    this.trace = new Trace(keepsLines);
    this.time = new Scheduler(this.trace);
    const drawn = drawPaymentsOf(seed);
    const weather = new Map([...(drawn?.weather ?? []), ...weatherOf(this.chance)]);
    this.faults = new Faults(this.chance, this.time, weather);
    this.store = new MemoryStore(this.time);
    this.database = new DatabaseServer(this.time);
    this.broker = new BrokerServer(this.time, this.faults);
    this.queues = new QueueServer(this.time, this.chance, this.faults);
    this.settings = drawSettings(this.chance);
    const methodOf = drawn === null ? null : () => drawMethod(drawn.chance);
    this.workload = drawWorkload(this.chance, this.faults, { lastsMs: troubleMs, methodOf });
    this.payments =
      drawn === null ? null : new PaymentsWorld(drawn.chance, this, (...taken) => this.lookAtTaken(...taken));
  }

  /** A webhook that was taken is never told again: what it tells has to be committed by then. */
  private lookAtTaken({ eventId, order }: Webhook, receipt: string): void {
    const inbox = this.store.orders.get(OrderId(order))?.inbox;
    const isApplied = inbox?.has(MessageId(`${ownMessagePrefixes.payment}webhook:${eventId}`)) === true;
    if (!isApplied && receipt !== 'ignored') this.seen.push(`webhook ${eventId} was taken before it was applied`);
  }

  /** No fault strikes from here on; those under way end by themselves. */
  heal(): void {
    this.isHealed = true;
    this.faults.end();
    this.trace.note(this.time.now, 'healed', '-');
  }
}

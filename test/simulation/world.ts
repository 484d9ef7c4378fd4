import { Chance } from './engine/chance.js';
import { Scheduler } from './engine/scheduler.js';
import { Trace } from './engine/trace.js';
import { drawWeather, type Weather } from './faults/draw-weather.js';
import { Faults } from './faults/faults.js';
import { drawSettings, type Settings } from './process/settings.js';
import { BrokerServer } from './servers/broker-server.js';
import { DatabaseServer } from './servers/database-server.js';
import { QueueServer } from './servers/queue-server.js';
import { MemoryStore } from './store/memory-store.js';
import { drawWorkload, type Workload } from './workload/workload.js';

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
    this.faults = new Faults(this.chance, this.time, weatherOf(this.chance));
    this.store = new MemoryStore(this.time);
    this.database = new DatabaseServer(this.time);
    this.broker = new BrokerServer(this.time, this.faults);
    this.queues = new QueueServer(this.time, this.chance, this.faults);
    this.settings = drawSettings(this.chance);
    this.workload = drawWorkload(this.chance, this.faults, troubleMs);
  }

  /** No fault strikes from here on; those under way end by themselves. */
  heal(): void {
    this.isHealed = true;
    this.faults.end();
    this.trace.note(this.time.now, 'healed', '-');
  }
}

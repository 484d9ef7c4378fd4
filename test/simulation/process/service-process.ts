import { pino } from 'pino';
import { eventExchanges, errorQueue, financeQueue, skippedQueue } from '../../../src/contracts/topology.js';
import { Burial } from '../../../src/inbox/burial.js';
import { Consumer } from '../../../src/inbox/consumer.js';
import { Relay } from '../../../src/outbox/relay.js';
import { RelayWake } from '../../../src/outbox/relay-wake.js';
import { RelayWakeUps } from '../../../src/outbox/relay-wake-ups.js';
import { Metrics } from '../../../src/platform/metrics.js';
import { GroupCommit } from '../../../src/store/group-commit.js';
import { KnownOrders } from '../../../src/store/known-orders.js';
import { TimerSweep } from '../../../src/timers/timer-sweep.js';
import { TimerWakeUps } from '../../../src/timers/timer-wake-ups.js';
import type { Owner } from '../engine/scheduler.js';
import { createBuses } from './buses.js';
import type { ProcessPorts } from './process-ports.js';
import type { Settings } from './settings.js';

export const simulatedRoles = ['consumer', 'relay', 'timers'] as const;
export type SimulatedRole = (typeof simulatedRoles)[number];

const log = pino({ level: 'silent' });
// Counting costs next to nothing, making the registry half a run.
const metrics = new Metrics();
// Of each stage of draining: the service's lifecycle has it on the real clock.
const patienceMs = 1_700;

export type Placement = { readonly roles: readonly SimulatedRole[]; readonly settings: Settings };

/** One life of a process: the service's parts, put together as app.module.ts does it, on simulated ports. */
export class ServiceProcess {
  private readonly writer: GroupCommit;
  private readonly burial: Burial;
  private readonly consumer: Consumer;
  private readonly wake: RelayWake;
  private readonly relay: RelayWakeUps;
  private readonly timers: TimerWakeUps;

  constructor(
    readonly owner: Owner,
    private readonly ports: ProcessPorts,
    private readonly placement: Placement,
  ) {
    const { broker, clock, ids, leases, queues } = ports;
    const { settings, roles } = placement;
    const { policy, encode, decode, outboxMaxAttempts: maxAttempts } = settings;
    const around = { clock, log };
    const relay = new Relay(broker, leases, ports.rows, { ...around, ids, metrics, maxAttempts });
    this.wake = new RelayWake(roles.includes('relay') ? relay : null, queues, leases, around);
    const rings = { wake: this.wake, gatewayWake: { ring: () => undefined } };
    this.writer = new GroupCommit(
      new KnownOrders(ports.tables),
      { policy, payments: null, encode, ids, clock },
      { ...rings, metrics, log },
    );
    const { commands, events } = createBuses(this.writer);
    this.burial = new Burial(ports.letters, broker, { errorQueue, skippedQueue }, around);
    this.consumer = new Consumer(broker, events, this.burial, {
      decode,
      subscription: { queue: financeQueue, exchanges: eventExchanges, prefetch: settings.prefetch },
    });
    this.relay = new RelayWakeUps(queues, relay, settings.outboxSweepMs, around);
    this.timers = new TimerWakeUps(queues, [new TimerSweep(ports.due, commands)], settings.timerSweepMs, around);
  }

  start(): void {
    const { roles } = this.placement;
    if (roles.includes('relay')) void this.relay.start();
    if (roles.includes('timers')) this.timers.start();
    if (roles.includes('consumer')) void this.consumer.start();
  }

  /** The stages of the service's own draining, in their order; each is given up after a while. */
  async drain(): Promise<void> {
    const { roles } = this.placement;
    const only = (role: SimulatedRole, stop: () => Promise<void>) => (roles.includes(role) ? [stop] : []);
    const stages: readonly (readonly (() => Promise<void> | void)[])[] = [
      [...only('consumer', () => this.consumer.stop()), ...only('timers', () => this.timers.stop())],
      [() => this.writer.close(), () => this.burial.close()],
      [...only('relay', () => this.relay.stop()), () => this.wake.close()],
      [() => this.ports.broker.close()],
    ];
    for (const stage of stages)
      await Promise.race([Promise.allSettled(stage.map(async (stop) => stop())), this.ports.clock.pause(patienceMs)]);
  }
}

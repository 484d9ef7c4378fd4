import type { CommandBus, ICommandHandler } from '@nestjs/cqrs';
import { pino } from 'pino';
import { eventExchanges, errorQueue, financeQueue, skippedQueue } from '../../../src/contracts/topology.js';
import { CircuitBreaker } from '../../../src/gateway/circuit-breaker.js';
import { GatewayWake } from '../../../src/gateway/tasks/gateway-wake.js';
import { GatewayWakeUps } from '../../../src/gateway/tasks/gateway-wake-ups.js';
import { TaskRunner } from '../../../src/gateway/tasks/task-runner.js';
import { ReceiveWebhookHandler } from '../../../src/gateway/webhooks/receive-webhook.handler.js';
import { Burial } from '../../../src/inbox/burial.js';
import { Consumer } from '../../../src/inbox/consumer.js';
import { Relay } from '../../../src/outbox/relay.js';
import { RelayWake } from '../../../src/outbox/relay-wake.js';
import { RelayWakeUps } from '../../../src/outbox/relay-wake-ups.js';
import type { Clock } from '../../../src/platform/clock.js';
import type { Config } from '../../../src/platform/config.js';
import type { Log } from '../../../src/platform/log.js';
import { Metrics } from '../../../src/platform/metrics.js';
import { OperatePaymentHandler } from '../../../src/saga/operate-payment.handler.js';
import { ReceiveWebhook } from '../../../src/saga/receive-webhook.js';
import { GroupCommit } from '../../../src/store/group-commit.js';
import { KnownOrders } from '../../../src/store/known-orders.js';
import { TimerSweep } from '../../../src/timers/timer-sweep.js';
import { TimerWakeUps } from '../../../src/timers/timer-wake-ups.js';
import type { Owner } from '../engine/scheduler.js';
import { createBuses } from './buses.js';
import type { Door } from './door.js';
import type { PaymentSettings } from './payment-settings.js';
import type { ProcessPorts } from './process-ports.js';
import type { Settings } from './settings.js';

export const simulatedRoles = ['consumer', 'relay', 'timers'] as const;
export type SimulatedRole = (typeof simulatedRoles)[number];

const log = pino({ level: 'silent' });
// Counting costs next to nothing, making the registry half a run.
const metrics = new Metrics();
// As in the gateway's module, but for how long it stays open: look-ups follow sooner here.
const breakerSettings = { failures: 5, open: { firstMs: 300, capMs: 2_000 } };
// Of each stage of draining: the service's lifecycle has it on the real clock.
const patienceMs = 1_700;

export type Placement = {
  readonly roles: readonly SimulatedRole[];
  readonly settings: Settings;
  /** Null with payments off. */
  readonly payments: PaymentSettings | null;
};

/** One life of a process: the service's parts, put together as app.module.ts does it, on simulated ports. */
export class ServiceProcess {
  private readonly writer: GroupCommit;
  private readonly burial: Burial;
  private readonly consumer: Consumer;
  private readonly wake: RelayWake;
  private readonly relay: RelayWakeUps;
  private readonly timers: TimerWakeUps;
  private readonly commands: CommandBus;
  private readonly gatewayWake: GatewayWake;
  /** Null with payments off. Whoever has the timers asks the gateway as well. */
  private readonly gateway: GatewayWakeUps | null;

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
    const rings = { wake: this.wake, gatewayWake: new GatewayWake(queues, around) };
    this.gatewayWake = rings.gatewayWake;
    const pays =
      placement.payments === null ? null : { policy: placement.payments.policy, announce: settings.announce };
    this.writer = new GroupCommit(
      new KnownOrders(ports.tables),
      { policy, payments: pays, encode, ids, clock },
      { ...rings, metrics, log },
    );
    const { commands, events } = createBuses(this.writer, (bus) => this.paymentHandlers(bus));
    this.commands = commands;
    this.burial = new Burial(ports.letters, broker, { errorQueue, skippedQueue }, around);
    this.consumer = new Consumer(broker, events, this.burial, {
      decode,
      subscription: { queue: financeQueue, exchanges: eventExchanges, prefetch: settings.prefetch },
    });
    this.relay = new RelayWakeUps(queues, relay, settings.outboxSweepMs, around);
    const due = ports.payments === null ? [ports.due] : [ports.due, ports.payments.due];
    const sweeps = due.map((timers) => new TimerSweep(timers, commands));
    this.timers = new TimerWakeUps(queues, sweeps, settings.timerSweepMs, around);
    this.gateway = this.gatewayWakeUps(around);
  }

  start(): void {
    const { roles } = this.placement;
    if (roles.includes('relay')) void this.relay.start();
    if (roles.includes('timers')) this.timers.start();
    if (roles.includes('timers')) this.gateway?.start();
    if (roles.includes('consumer')) void this.consumer.start();
  }

  /** Where webhooks and people's commands come in. */
  get door(): Door {
    return {
      owner: this.owner,
      receive: (rawBody) => this.commands.execute(new ReceiveWebhook(rawBody, {})),
      operate: (command) => this.commands.execute(command),
    };
  }

  private paymentHandlers(commands: CommandBus): readonly ICommandHandler[] {
    const { payments } = this.ports;
    if (payments === null) return [];
    const config = { PAYMENTS: 'simulated' } as Config;
    return [
      new ReceiveWebhookHandler(payments.gateway, commands),
      new OperatePaymentHandler(this.writer, payments.answers, config),
    ];
  }

  private gatewayWakeUps(around: { readonly clock: Clock; readonly log: Log }): GatewayWakeUps | null {
    const { queues, payments } = this.ports;
    if (payments === null) return null;
    const breaker = new CircuitBreaker(payments.gateway, around.clock, breakerSettings);
    const runner = new TaskRunner(payments.tasks, breaker, this.commands, { ...around, ids: this.ports.ids });
    return new GatewayWakeUps(queues, runner, this.placement.settings.timerSweepMs, around);
  }

  /** The stages of the service's own draining, in their order; each is given up after a while. */
  async drain(): Promise<void> {
    const { roles } = this.placement;
    const only = (role: SimulatedRole, stop: () => Promise<void>) => (roles.includes(role) ? [stop] : []);
    const stages: readonly (readonly (() => Promise<void> | void)[])[] = [
      [
        ...only('consumer', () => this.consumer.stop()),
        ...only('timers', () => this.timers.stop()),
        ...this.gatewayStop(),
      ],
      [() => this.writer.close(), () => this.burial.close()],
      [...only('relay', () => this.relay.stop()), () => this.wake.close(), ...this.gatewayWakeClose()],
      [() => this.ports.broker.close()],
    ];
    for (const stage of stages)
      await Promise.race([Promise.allSettled(stage.map(async (stop) => stop())), this.ports.clock.pause(patienceMs)]);
  }

  private gatewayStop(): readonly (() => Promise<void>)[] {
    const { gateway } = this;
    return gateway === null || !this.placement.roles.includes('timers') ? [] : [() => gateway.stop()];
  }

  private gatewayWakeClose(): readonly (() => Promise<void>)[] {
    return this.gateway === null ? [] : [() => this.gatewayWake.close()];
  }
}

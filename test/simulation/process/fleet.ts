import { Claims } from '../ports/claims.js';
import { DatabaseLine } from '../ports/database-line.js';
import { type Deviation, ProcessClock } from '../ports/process-clock.js';
import { SeededIds } from '../ports/seeded-ids.js';
import type { PortWatch } from '../ports/port-watch.js';
import { SimulatedBroker } from '../ports/simulated-broker.js';
import { SimulatedCommandAnswers } from '../ports/simulated-command-answers.js';
import { SimulatedDeadLetters } from '../ports/simulated-dead-letters.js';
import { SimulatedDueTimers } from '../ports/simulated-due-timers.js';
import { SimulatedGatewayTasks } from '../ports/simulated-gateway-tasks.js';
import { SimulatedLaneLeases } from '../ports/simulated-lane-leases.js';
import { SimulatedOutboxRows } from '../ports/simulated-outbox-rows.js';
import { SimulatedPaymentGateway } from '../ports/simulated-payment-gateway.js';
import { SimulatedQueues } from '../ports/simulated-queues.js';
import { SimulatedTables } from '../ports/simulated-tables.js';
import type { FaultKind } from '../faults/fault-kinds.js';
import { isRefused } from '../workload/refused-writes.js';
import type { World } from '../world.js';
import { Incarnation } from './incarnation.js';
import { findDuePayments } from '../store/due-orders.js';
import type { Door } from './door.js';
import type { PaymentPorts, ProcessPorts } from './process-ports.js';
import { ServiceProcess, type SimulatedRole, simulatedRoles } from './service-process.js';

/** A place for a process: when one life ends, the next begins. */
type Place = {
  readonly name: string;
  readonly roles: readonly SimulatedRole[];
  readonly deviation: Deviation;
  lives: number;
  life: Life | null;
};

type Life = { readonly incarnation: Incarnation; readonly ports: ProcessPorts; readonly process: ServiceProcess };

// An orchestrator kills after ten seconds.
const graceMs = 9_500;
// RabbitMQ drops a connection that it has heard nothing from, and lets the standby consume.
const heartbeatMs = 10_000;

/** The service's processes, which die, freeze, drain and come back. */
export class Fleet {
  private readonly places: readonly Place[];

  constructor(
    private readonly world: World,
    private readonly watch: PortWatch,
  ) {
    const { chance, faults } = world;
    const isAskew = faults.has('clock askew');
    if (isAskew) faults.count('clock askew');
    if (world.payments !== null) world.payments.doors = () => this.doors();
    this.places = Array.from({ length: chance.whole(2, 3) }, (_, index) => ({
      name: 'ABC'.charAt(index),
      roles: index === 0 || chance.happens(0.5) ? simulatedRoles : [chance.pick(simulatedRoles)],
      deviation: isAskew
        ? { skewMs: chance.between(-3_600_000, 3_600_000), rate: chance.between(0.98, 1.02) }
        : { skewMs: 0, rate: 1 },
      lives: 0,
      life: null,
    }));
  }

  start(): void {
    for (const place of this.places) this.begin(place);
  }

  /** Where webhooks and people's commands go: any process that is alive. */
  private doors(): readonly Door[] {
    return this.places.flatMap(({ life }) => (life === null ? [] : [life.process.door]));
  }

  killOne(): void {
    const life = this.world.chance.pick(this.places).life;
    if (life === null) return;
    this.world.faults.count('process killed');
    this.kill(life.incarnation);
  }

  freezeOne(): void {
    const { life } = this.world.chance.pick(this.places);
    if (life !== null) this.freeze(life.incarnation, 'process frozen');
  }

  drainOne(): void {
    const { life } = this.world.chance.pick(this.places);
    if (life === null) return;
    const { incarnation, process } = life;
    this.world.faults.count('process drained', graceMs);
    void process.drain().then(() => this.kill(incarnation));
    this.world.time.after(graceMs, 'killed', null, () => this.kill(incarnation));
  }

  private begin(place: Place): void {
    const { settings } = this.world;
    place.lives += 1;
    const incarnation = new Incarnation(`${place.name}${place.lives}`);
    const ports = this.portsFor(incarnation, place.deviation);
    const payments = this.world.payments?.settings ?? null;
    const process = new ServiceProcess(incarnation, ports, { roles: place.roles, settings, payments });
    place.life = { incarnation, ports, process };
    this.world.trace.note(this.world.time.now, `starts as ${place.roles.join(', ')}`, incarnation.name);
    process.start();
  }

  /** Nothing of it goes on, and nobody tells the others. */
  private kill(incarnation: Incarnation): void {
    const { time, chance } = this.world;
    const place = this.placeOf(incarnation);
    const life = place?.life;
    if (place === undefined || life === null || life === undefined) return;
    incarnation.isAlive = false;
    life.ports.broker.kill();
    life.ports.queues.kill();
    place.life = null;
    this.world.trace.note(time.now, 'dies', incarnation.name);
    time.after(chance.between(50, 5_000), 'restart', null, () => this.begin(place));
  }

  private freeze(incarnation: Incarnation, kind: FaultKind): void {
    const { time, chance, faults } = this.world;
    const ms = chance.pick([chance.between(100, 2_000), chance.between(4_000, 15_000)]);
    faults.count(kind, ms);
    incarnation.frozenUntil = Math.max(incarnation.frozenUntil, time.now + ms);
    if (ms > heartbeatMs)
      time.after(heartbeatMs, 'heartbeat missing', null, () => this.placeOf(incarnation)?.life?.ports.broker.goStale());
  }

  private placeOf(incarnation: Incarnation): Place | undefined {
    return this.places.find(({ life }) => life?.incarnation === incarnation);
  }

  /** Every call is a moment at which the process may die or freeze: before the effect, after it, or on hearing of it. */
  private strikeInCall(incarnation: Incarnation, ms: number): void {
    const { time, chance, faults } = this.world;
    if (faults.strikes('process killed at a call'))
      time.after(chance.between(0, ms), 'killed', null, () => this.kill(incarnation));
    if (faults.strikes('process frozen at a call'))
      time.after(chance.between(0, ms), 'frozen', null, () => this.freeze(incarnation, 'process frozen at a call'));
  }

  private portsFor(owner: Incarnation, deviation: Deviation): ProcessPorts {
    const { time, chance, faults, store, database, broker, queues } = this.world;
    const inCall = (ms: number) => this.strikeInCall(owner, ms);
    const around = { time, chance, faults, inCall };
    const line = new DatabaseLine(owner, { ...around, server: database });
    const claims = new Claims();
    const simulated = new SimulatedBroker({ ...around, owner, server: broker }, this.watch, claims);
    return {
      clock: new ProcessClock(time, owner, deviation, chance),
      ids: new SeededIds(chance),
      tables: new SimulatedTables(store, line, isRefused(this.world), claims),
      rows: new SimulatedOutboxRows(store, line, claims),
      leases: new SimulatedLaneLeases(
        store,
        line,
        {
          released: (lanes) => this.watch.onRelease(lanes, simulated.underWay()),
          ranOut: () => faults.count('lease run out'),
        },
        claims,
      ),
      due: new SimulatedDueTimers(store, line),
      letters: new SimulatedDeadLetters(store, line),
      broker: simulated,
      queues: new SimulatedQueues(owner, { time, chance, server: queues }),
      payments: this.paymentPortsFor(owner, line),
    };
  }

  private paymentPortsFor(owner: Incarnation, line: DatabaseLine): PaymentPorts | null {
    const { time, chance, faults, store, payments } = this.world;
    if (payments === null) return null;
    const {
      gateway: server,
      settings: { policy, leaseMs },
    } = payments;
    const killAfter = (ms: number) => time.after(ms, 'killed', null, () => this.kill(owner));
    const around = { time, chance, faults, server, killAfter };
    return {
      gateway: new SimulatedPaymentGateway(owner, around, policy.keyLifetimeMs),
      tasks: new SimulatedGatewayTasks(store, line, leaseMs),
      answers: new SimulatedCommandAnswers(store, line),
      due: new SimulatedDueTimers(store, line, findDuePayments),
    };
  }
}

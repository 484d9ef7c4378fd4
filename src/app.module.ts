import { type DynamicModule, Global, Module, type Provider } from '@nestjs/common';
import { CommandBus, CqrsModule, EventBus } from '@nestjs/cqrs';
import { ApiModule } from './api/api.module.js';
import { HealthModule } from './api/health/health.module.js';
import { Broker } from './broker/broker.js';
import { EmbeddedBroker } from './broker/embedded/embedded-broker.js';
import { PrefixedBroker } from './broker/prefixed-broker.js';
import { RabbitMqBroker } from './broker/rabbitmq/rabbitmq-broker.js';
import { createDecoder } from './contracts/decode-message.js';
import {
  baseExchange,
  commandExchanges,
  errorQueue,
  eventExchanges,
  financeQueue,
  paymentExchanges,
  skippedQueue,
} from './contracts/topology.js';
import { GatewayModule } from './gateway/gateway.module.js';
import { GatewayWake } from './gateway/tasks/gateway-wake.js';
import { GatewayWakeUps } from './gateway/tasks/gateway-wake-ups.js';
import { Burial } from './inbox/burial.js';
import { Consumer } from './inbox/consumer.js';
import { RedeliveryModule } from './inbox/redelivery.module.js';
import { DeadLetters } from './saga/dead-letters.js';
import { LaneLeases } from './outbox/lane-leases.js';
import { OutboxRows } from './outbox/outbox-rows.js';
import { PrismaLaneLeases } from './outbox/prisma-lane-leases.js';
import { PrismaOutboxRows } from './outbox/prisma-outbox-rows.js';
import { Relay } from './outbox/relay.js';
import { RelayWake } from './outbox/relay-wake.js';
import { RelayWakeUps } from './outbox/relay-wake-ups.js';
import { Clock } from './platform/clock.js';
import type { Config, Role } from './platform/config.js';
import { Ids } from './platform/ids.js';
import { Lifecycle, type Step, type Steps } from './platform/lifecycle.js';
import { errorFields, type Log } from './platform/log.js';
import { Metrics } from './platform/metrics.js';
import { type Environment, PlatformModule } from './platform/platform.module.js';
import { Database } from './platform/prisma/database.js';
import { Queues } from './platform/queues.js';
import { Readiness } from './platform/readiness.js';
import { Wake } from './platform/wake.js';
import { SagaModule } from './saga/saga.module.js';
import { SettlementModule } from './settlement/settlement.module.js';
import { SettlementWakeUps } from './settlement/settlement-wake-ups.js';
import { warnOfOpenPayments } from './store/open-payments.js';
import { GroupCommit } from './store/group-commit.js';
import { StoreModule } from './store/store.module.js';
import { DueTimers } from './timers/due-timers.js';
import { PrismaDueTimers } from './timers/prisma-due-timers.js';
import { ExpiredAnswers } from './retention/expired-answers.js';
import { ExpiredCopies } from './retention/expired-copies.js';
import { ExpiredDeadLetters } from './retention/expired-dead-letters.js';
import { ExpiredMessages } from './retention/expired-messages.js';
import { RetentionSweep } from './retention/retention-sweep.js';
import { RetentionWakeUps } from './retention/retention-wake-ups.js';
import { TimerSweep } from './timers/timer-sweep.js';
import { TimerWakeUps } from './timers/timer-wake-ups.js';

/** The composition root: the only place that knows every module. */
@Module({})
export class AppModule {
  static for(environment: Environment): DynamicModule {
    const hasApi = environment.config.ROLES.includes('api');
    return {
      module: AppModule,
      imports: [
        CqrsModule.forRoot(),
        PlatformModule.for(environment),
        StoreModule.for(environment),
        RedeliveryModule.for(environment.config),
        PartsModule.for(environment),
        SagaModule,
        GatewayModule.for(environment),
        SettlementModule.for(environment),
        HealthModule,
        ...(hasApi ? [ApiModule] : []),
      ],
    };
  }
}

/** The ports with their implementations, and the parts that the roles start and stop. */
@Global()
@Module({})
class PartsModule {
  static for(environment: Environment): DynamicModule {
    const providers = [
      ...relay(environment),
      ...intake(environment),
      retention(environment),
      ...lifecycle(environment),
    ];
    return { module: PartsModule, providers, exports: [Wake, Readiness, Lifecycle] };
  }
}

function connectBroker({ config, log, databaseUrl }: Environment): Broker {
  const url = config.BROKER_URL;
  const broker = url === undefined ? new EmbeddedBroker({ url: databaseUrl, log }) : new RabbitMqBroker({ url, log });
  return config.BROKER_PREFIX === '' ? broker : new PrefixedBroker(broker, config.BROKER_PREFIX);
}

function relay({ config, log }: Environment): Provider[] {
  const relays = config.ROLES.includes('relay');
  return [
    { provide: LaneLeases, useClass: PrismaLaneLeases },
    { provide: OutboxRows, useClass: PrismaOutboxRows },
    {
      provide: Relay,
      inject: [Broker, LaneLeases, OutboxRows, Clock, Ids, Metrics],
      useFactory: (broker: Broker, leases: LaneLeases, rows: OutboxRows, clock: Clock, ids: Ids, metrics: Metrics) =>
        new Relay(broker, leases, rows, { clock, ids, log, metrics, maxAttempts: config.OUTBOX_MAX_ATTEMPTS }),
    },
    {
      provide: RelayWakeUps,
      inject: [Queues, Relay, Clock],
      useFactory: (queues: Queues, own: Relay, clock: Clock) =>
        new RelayWakeUps(queues, own, config.OUTBOX_SWEEP_INTERVAL, { clock, log }),
    },
    {
      provide: RelayWake,
      inject: [Relay, Queues, LaneLeases, Clock],
      useFactory: (own: Relay, queues: Queues, leases: LaneLeases, clock: Clock) =>
        new RelayWake(relays ? own : null, queues, leases, { clock, log }),
    },
    { provide: Wake, useExisting: RelayWake },
  ];
}

function intake(environment: Environment): Provider[] {
  const { config, log } = environment;
  return [
    { provide: Broker, useFactory: () => connectBroker(environment) },
    {
      provide: Burial,
      inject: [DeadLetters, Broker, Clock],
      useFactory: (letters: DeadLetters, broker: Broker, clock: Clock) =>
        new Burial(letters, broker, { errorQueue, skippedQueue }, { clock, log }),
    },
    {
      provide: Consumer,
      inject: [Broker, EventBus, Burial],
      useFactory: (broker: Broker, events: EventBus, burial: Burial) =>
        new Consumer(broker, events, burial, {
          decode: createDecoder({ format: config.MESSAGE_FORMAT, defaultCurrency: config.DEFAULT_CURRENCY }),
          subscription: { queue: financeQueue, exchanges: eventExchanges, prefetch: config.CONSUMER_PREFETCH },
        }),
    },
    {
      provide: DueTimers,
      inject: [Database],
      useFactory: (database: Database) => new PrismaDueTimers(database, 'orders'),
    },
    {
      provide: TimerWakeUps,
      inject: [Queues, DueTimers, Database, CommandBus, Clock],
      useFactory: (queues: Queues, orders: DueTimers, database: Database, commands: CommandBus, clock: Clock) => {
        const payments = config.PAYMENTS === 'off' ? [] : [new PrismaDueTimers(database, 'payments')];
        const sweeps = [orders, ...payments].map((due) => new TimerSweep(due, commands));
        return new TimerWakeUps(queues, sweeps, config.TIMER_SWEEP_INTERVAL, { clock, log });
      },
    },
  ];
}

function retention({ config, log }: Environment): Provider {
  const { BROKER_PREFIX, DEAD_LETTER_RETENTION: retentionMs, RETENTION_SWEEP_INTERVAL } = config;
  const queueNames = [errorQueue, skippedQueue].map((name) => BROKER_PREFIX + name);
  return {
    provide: RetentionWakeUps,
    inject: [Queues, Database, Clock, Metrics],
    useFactory: (queues: Queues, database: Database, clock: Clock, metrics: Metrics) => {
      const kinds = [
        new ExpiredMessages(database, config.OUTBOX_RETENTION),
        new ExpiredDeadLetters(database, retentionMs),
        new ExpiredCopies(database, { queues: queueNames, retentionMs }),
        new ExpiredAnswers(database, config.IDEMPOTENCY_RETENTION),
      ];
      const sweep = new RetentionSweep(kinds, { clock, log, metrics });
      return new RetentionWakeUps(queues, sweep, RETENTION_SWEEP_INTERVAL, { clock, log });
    },
  };
}

function lifecycle({ config, log }: Environment): Provider[] {
  return [
    {
      provide: Readiness,
      inject: [Database, Broker, Queues, Consumer],
      useFactory: (...parts: [Database, Broker, Queues, Consumer]) => new Readiness(checks(config, parts)),
    },
    {
      provide: Lifecycle,
      inject: [
        ...[Readiness, Consumer, RelayWakeUps, TimerWakeUps, RetentionWakeUps, GatewayWakeUps, SettlementWakeUps],
        ...[GroupCommit, RelayWake, GatewayWake, Burial, Broker, Queues, Database],
      ],
      useFactory: (readiness: Readiness, ...parts: Parts) => new Lifecycle(readiness, steps(config, log, parts), log),
    },
  ];
}

type Parts = [
  ...[Consumer, RelayWakeUps, TimerWakeUps, RetentionWakeUps, GatewayWakeUps, SettlementWakeUps],
  ...[GroupCommit, RelayWake, GatewayWake, Burial, Broker, Queues, Database],
];

function steps(config: Config, log: Log, parts: Parts): Steps {
  const [consumer, relayWakeUps, timers, retained, gateway, settlement, ...others] = parts;
  const [writer, wake, gatewayWake, burial, broker, queues, database] = others;
  const pays = config.PAYMENTS !== 'off';
  const only = (role: Role, step: Step): readonly Step[] => (config.ROLES.includes(role) ? [step] : []);
  // The broker may be down when we start: these resolve when it is there, and the process isn't ready until then.
  const inBackground = (name: string, work: () => Promise<void>): Step => ({
    name,
    run: () => {
      work().catch((error: unknown) => {
        log.error({ part: name, ...errorFields(error) }, 'this part did not start');
      });
    },
  });
  const exchanges = pays ? [...commandExchanges, ...paymentExchanges] : commandExchanges;
  const declare = () => broker.declareExchanges(exchanges, baseExchange);
  return {
    start: [
      ...only('relay', inBackground('exchanges', declare)),
      ...only('relay', { name: 'relay', run: () => relayWakeUps.start() }),
      ...only('timers', { name: 'timers', run: () => timers.start() }),
      ...only('timers', { name: 'retention', run: () => retained.start() }),
      ...(pays ? only('payments', { name: 'gateway', run: () => gateway.start() }) : []),
      ...(pays ? only('timers', { name: 'settlement', run: () => settlement.start() }) : []),
      ...(pays
        ? []
        : only(
            'timers',
            inBackground('open payments', () => warnOfOpenPayments(database, log)),
          )),
      ...only(
        'consumer',
        inBackground('consumer', () => consumer.start()),
      ),
    ],
    drain: [
      [
        ...only('consumer', { name: 'consumer', run: () => consumer.stop() }),
        ...only('timers', { name: 'timers', run: () => timers.stop() }),
        ...only('timers', { name: 'retention', run: () => retained.stop() }),
        ...(pays ? only('payments', { name: 'gateway', run: () => gateway.stop() }) : []),
        ...(pays ? only('timers', { name: 'settlement', run: () => settlement.stop() }) : []),
      ],
      [
        { name: 'store', run: () => writer.close() },
        { name: 'dead letters', run: () => burial.close() },
      ],
      [
        ...only('relay', { name: 'relay', run: () => relayWakeUps.stop() }),
        { name: 'wake-ups', run: () => wake.close() },
        { name: 'gateway wake-ups', run: () => gatewayWake.close() },
      ],
      [{ name: 'broker', run: () => broker.close() }],
      [{ name: 'queues', run: () => queues.close() }],
    ],
  };
}

function checks(config: Config, [database, broker, queues, consumer]: [Database, Broker, Queues, Consumer]) {
  const consumes = config.ROLES.includes('consumer');
  const usesBroker = consumes || config.ROLES.includes('relay');
  return [
    { name: 'database', isReady: async () => (await database.client.$queryRaw`select 1`) !== null },
    { name: 'queue', isReady: () => queues.isReachable() },
    // A process that only answers questions or watches timers can do without the broker.
    ...(usesBroker
      ? [{ name: 'broker', isReady: () => broker.isReachable() && (!consumes || consumer.isSubscribed()) }]
      : []),
  ];
}

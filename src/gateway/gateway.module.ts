import { type DynamicModule, Global, Module } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Clock } from '../platform/clock.js';
import type { Config } from '../platform/config.js';
import type { Environment } from '../platform/platform.module.js';
import { Queues } from '../platform/queues.js';
import { GatewayRing } from '../platform/wake.js';
import { CircuitBreaker } from './circuit-breaker.js';
import { PaymentGateway } from './payment-gateway.js';
import { SimulatedGateway } from './simulated/simulated-gateway.js';
import { GatewayTasks } from './tasks/gateway-tasks.js';
import { GatewayWake } from './tasks/gateway-wake.js';
import { GatewayWakeUps } from './tasks/gateway-wake-ups.js';
import { PrismaGatewayTasks } from './tasks/prisma-gateway-tasks.js';
import { TaskRunner } from './tasks/task-runner.js';
import { ReceiveWebhookHandler } from './webhooks/receive-webhook.handler.js';

// A gateway that fails five times in a row is left alone, a second at first, half a minute at most.
const breaker = { failures: 5, open: { firstMs: 1_000, capMs: 30_000 } };

function connect(config: Config, clock: Clock): PaymentGateway | null {
  const { PAYMENTS, PAYMENT_GATEWAY_URL: url, PAYMENT_WEBHOOK_SECRETS, PAYMENT_CALL_DEADLINE: deadlineMs } = config;
  if (PAYMENTS === 'off') return null;
  const gateway = new SimulatedGateway({ url, webhookSecrets: PAYMENT_WEBHOOK_SECRETS, deadlineMs }, clock);
  return new CircuitBreaker(gateway, clock, breaker);
}

/** The payment gateway, null with payments off, and those who ask it. */
@Global()
@Module({})
export class GatewayModule {
  static for({ config, log }: Environment): DynamicModule {
    return {
      module: GatewayModule,
      providers: [
        { provide: PaymentGateway, inject: [Clock], useFactory: (clock: Clock) => connect(config, clock) },
        { provide: GatewayTasks, useClass: PrismaGatewayTasks },
        {
          provide: GatewayWake,
          inject: [Queues, Clock],
          useFactory: (queues: Queues, clock: Clock) => new GatewayWake(queues, { clock, log }),
        },
        { provide: GatewayRing, useExisting: GatewayWake },
        {
          provide: GatewayWakeUps,
          inject: [Queues, GatewayTasks, PaymentGateway, CommandBus, Clock],
          useFactory: (
            queues: Queues,
            tasks: GatewayTasks,
            gateway: PaymentGateway | null,
            commands: CommandBus,
            clock: Clock,
          ) =>
            gateway === null
              ? null
              : new GatewayWakeUps(
                  queues,
                  new TaskRunner(tasks, gateway, commands, { clock, log }),
                  config.TIMER_SWEEP_INTERVAL,
                  { clock, log },
                ),
        },
        ReceiveWebhookHandler,
      ],
      exports: [PaymentGateway, GatewayRing, GatewayWake, GatewayWakeUps],
    };
  }
}

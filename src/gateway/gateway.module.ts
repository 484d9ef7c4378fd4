import { type DynamicModule, Global, Module } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { assertNever } from '../kernel/assert-never.js';
import { Clock } from '../platform/clock.js';
import type { Config } from '../platform/config.js';
import { Ids } from '../platform/ids.js';
import type { Environment } from '../platform/platform.module.js';
import { Database } from '../platform/prisma/database.js';
import { Queues } from '../platform/queues.js';
import { GatewayRing } from '../platform/wake.js';
import { createGateway, type GatewaySettings } from './create-gateway.js';
import { PaymentGateway } from './payment-gateway.js';
import { GatewayTasks } from './tasks/gateway-tasks.js';
import { GatewayWake } from './tasks/gateway-wake.js';
import { GatewayWakeUps } from './tasks/gateway-wake-ups.js';
import { PrismaGatewayTasks } from './tasks/prisma-gateway-tasks.js';
import { TaskRunner } from './tasks/task-runner.js';
import { ReceiveWebhookHandler } from './webhooks/receive-webhook.handler.js';

// For the commit of an answer, over a restart of the database.
const commitPatienceMs = 50_000;

function settingsOf(config: Config): GatewaySettings | null {
  const { PAYMENTS: gateway, PAYMENT_WEBHOOK_SECRETS: webhookSecrets, PAYMENT_CALL_DEADLINE: deadlineMs } = config;
  switch (gateway) {
    case 'off':
      return null;
    case 'simulated':
      return { gateway, url: config.PAYMENT_GATEWAY_URL, webhookSecrets, deadlineMs };
    case 'stripe': {
      const { STRIPE_SECRET_KEY: secretKey = '', STRIPE_RETURN_URL: returnUrl = null, STRIPE_URL: url } = config;
      return { gateway, secretKey, url, returnUrl, webhookSecrets, deadlineMs };
    }
    default:
      return assertNever(gateway);
  }
}

async function connect(config: Config, clock: Clock): Promise<PaymentGateway | null> {
  const settings = settingsOf(config);
  return settings === null ? null : createGateway(settings, clock);
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
        {
          provide: GatewayTasks,
          inject: [Database],
          useFactory: (database: Database) =>
            new PrismaGatewayTasks(database, config.PAYMENT_CALL_DEADLINE + commitPatienceMs),
        },
        {
          provide: GatewayWake,
          inject: [Queues, Clock],
          useFactory: (queues: Queues, clock: Clock) => new GatewayWake(queues, { clock, log }),
        },
        { provide: GatewayRing, useExisting: GatewayWake },
        {
          provide: GatewayWakeUps,
          inject: [Queues, GatewayTasks, PaymentGateway, CommandBus, Clock, Ids],
          useFactory: (
            queues: Queues,
            tasks: GatewayTasks,
            gateway: PaymentGateway | null,
            commands: CommandBus,
            ...[clock, ids]: [Clock, Ids]
          ) =>
            gateway === null
              ? null
              : new GatewayWakeUps(
                  queues,
                  new TaskRunner(tasks, gateway, commands, { clock, ids, log }),
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

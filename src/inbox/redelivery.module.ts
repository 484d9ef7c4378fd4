import { type DynamicModule, Global, Module } from '@nestjs/common';
import { EventBus } from '@nestjs/cqrs';
import { createDecoder } from '../contracts/decode-message.js';
import type { Config } from '../platform/config.js';
import { Redelivery } from '../saga/redelivery.js';
import { InboundRedelivery } from './inbound-redelivery.js';

/** The inbox without a broker: what an operator's redrive goes through, in whichever process. */
@Global()
@Module({})
export class RedeliveryModule {
  static for(config: Config): DynamicModule {
    const decode = createDecoder({ format: config.MESSAGE_FORMAT, defaultCurrency: config.DEFAULT_CURRENCY });
    return {
      module: RedeliveryModule,
      providers: [
        {
          provide: Redelivery,
          inject: [EventBus],
          useFactory: (events: EventBus) => new InboundRedelivery(events, decode),
        },
      ],
      exports: [Redelivery],
    };
  }
}

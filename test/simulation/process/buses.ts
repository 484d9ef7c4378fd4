import 'reflect-metadata';
import { Logger } from '@nestjs/common';
import type { ModuleRef } from '@nestjs/core';
import type { InstanceWrapper } from '@nestjs/core/injector/instance-wrapper.js';
import { CommandBus, EventBus, type ICommandHandler, UnhandledExceptionBus } from '@nestjs/cqrs';
import { AdvanceOrderHandler } from '../../../src/saga/advance-order.handler.js';
import { OrderFinanceSaga } from '../../../src/saga/order-finance.saga.js';
import type { OrderWriter } from '../../../src/saga/order-writer.js';
import { UnhandledDeliveries } from '../../../src/saga/unhandled-deliveries.js';

// Every failed command would be a line.
Logger.overrideLogger(false);

/** What Nest's explorer finds in its container, for one instance that was made by hand. */
const wrapped = <T extends object>(instance: T): InstanceWrapper<T> => {
  const found: Partial<InstanceWrapper<T>> = {
    instance,
    metatype: instance.constructor,
    isDependencyTreeStatic: () => true,
  };
  return found as InstanceWrapper<T>;
};

/** Nest's own buses, with the saga and the handlers, but without a container: that alone would take longer than a run. */
export function createBuses(
  writer: OrderWriter,
  more: (commands: CommandBus) => readonly ICommandHandler[] = () => [],
): { readonly commands: CommandBus; readonly events: EventBus } {
  // Nothing of ours is request-scoped, so nothing is ever resolved from it.
  const noContainer = {} as ModuleRef;
  const unhandled = new UnhandledExceptionBus();
  const commands = new CommandBus(noContainer);
  const events = new EventBus(commands, noContainer, unhandled);
  commands.register(
    [new AdvanceOrderHandler(writer), ...more(commands)].map((handler) => wrapped<ICommandHandler>(handler)),
  );
  events.registerSagas([wrapped(new OrderFinanceSaga())]);
  new UnhandledDeliveries(unhandled).onModuleInit();
  return { commands, events };
}

import { Module } from '@nestjs/common';
import { OrderStateMachineController } from './order-state-machine.controller.js';
import { OrdersController } from './orders.controller.js';

@Module({ controllers: [OrdersController, OrderStateMachineController] })
export class RestModule {}

import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { UnhandledExceptionBus } from '@nestjs/cqrs';
import type { Subscription } from 'rxjs';
import { AdvanceOrder } from './advance-order.js';

/** Settles what a handler threw: Nest CQRS swallows a failed command of a saga and only names it on this bus. */
@Injectable()
export class UnhandledDeliveries implements OnModuleInit, OnModuleDestroy {
  private subscription: Subscription | null = null;

  constructor(private readonly unhandled: UnhandledExceptionBus) {}

  onModuleInit(): void {
    this.subscription = this.unhandled.subscribe(({ cause, exception }) => {
      if (cause instanceof AdvanceOrder) cause.delivery?.settlement.failed(exception);
    });
  }

  onModuleDestroy(): void {
    this.subscription?.unsubscribe();
  }
}

import { QueryBus } from '@nestjs/cqrs';
import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { GetOrder } from '../../queries/get-order.js';
import { OrderLedgerEntries } from '../../queries/ledger/order-ledger-entries.js';
import { PaymentOperations } from '../../queries/payments/payment-operations.js';
import { OrderSettlement } from '../../queries/settlement/order-settlement.js';
import { LedgerEntryType } from './ledger-entry.type.js';
import { OrderType } from './order.type.js';
import { PaymentOperationType } from './payment-operation.type.js';
import { PaymentType } from './payment.type.js';
import { SettledLineType } from './settled-line.type.js';

/** Every payment of a page asks here; each question's handler makes one statement of them. */
@Resolver(() => PaymentType)
export class PaymentResolver {
  constructor(private readonly queries: QueryBus) {}

  @ResolveField(() => OrderType, { nullable: true })
  async order(@Parent() { orderId }: PaymentType): Promise<OrderType | null> {
    const order = await this.queries.execute(new GetOrder(orderId));
    return order === null ? null : new OrderType(order);
  }

  @ResolveField(() => [PaymentOperationType], { description: 'First things first.' })
  async operations(@Parent() { orderId }: PaymentType): Promise<readonly PaymentOperationType[]> {
    const operations = await this.queries.execute(new PaymentOperations(orderId));
    return (operations ?? []).map((operation) => new PaymentOperationType(operation));
  }

  @ResolveField(() => [LedgerEntryType], { description: 'What the books say of it, first things first.' })
  async ledgerEntries(@Parent() { orderId }: PaymentType): Promise<readonly LedgerEntryType[]> {
    const entries = await this.queries.execute(new OrderLedgerEntries(orderId));
    return (entries ?? []).map((entry) => new LedgerEntryType(entry));
  }

  @ResolveField(() => [SettledLineType], {
    description: 'The payout lines that settled it, in the order in which they did.',
  })
  async settlement(@Parent() { orderId }: PaymentType): Promise<readonly SettledLineType[]> {
    const lines = await this.queries.execute(new OrderSettlement(orderId));
    return lines.map((line) => new SettledLineType(line));
  }
}

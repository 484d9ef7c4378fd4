import { setTimeout as pause } from 'node:timers/promises';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { v7 } from 'uuid';
import { OrderId } from '../../src/kernel/ids.js';
import { type LedgerFault, VerifyLedger } from '../../src/queries/ledger/verify-ledger.js';
import type { Fault } from '../../src/queries/verify/finding.js';
import { VerifyOrders } from '../../src/queries/verify/verify-orders.js';
import { type CommandAnswer, OperatePayment, type PaymentCommand } from '../../src/saga/operate-payment.js';
import { truthInWords } from '../gateway/in-words.js';
import { SimulatorProcess } from '../gateway/simulator-process.js';
import { Neighbours } from '../service/neighbours.js';
import { eventually } from '../tools/eventually.js';
import { everyLedgerFault } from '../tools/ledger-faults.js';
import { type Env, type RunningService, TestSite } from '../tools/test-service.js';

const secret = 'whsec_of_the_test';

// As long as a busy machine may take over what takes a second.
const patienceMs = 30_000;

export type PaidOrder = {
  readonly order: string;
  readonly payment: string;
  readonly review: string | null;
  readonly held: string;
  readonly captured: string;
  readonly refunding: string;
  readonly refunded: string;
  readonly chargedBack: string;
};

/** The service with payments on, the simulated gateway as a process of its own, and the neighbours. */
export class PaymentSite {
  private constructor(
    readonly site: TestSite,
    readonly simulator: SimulatorProcess,
    readonly neighbours: Neighbours,
    readonly services: readonly RunningService[],
  ) {}

  /** @param processes how many of the service share the site */
  static async open(env: Env = {}, processes = 1): Promise<PaymentSite> {
    const simulator = await SimulatorProcess.start('--webhook-secret', secret, '--pending-ms', '300');
    const site = await TestSite.open({
      ...{ PAYMENTS: 'simulated', PAYMENT_GATEWAY_URL: simulator.url, PAYMENT_WEBHOOK_SECRETS: secret },
      ...{ PAYMENT_CALL_DEADLINE: '00:00:02', TIMER_SWEEP_INTERVAL: '00:00:00.2' },
      ...env,
    });
    const services: RunningService[] = [];
    for (let index = 0; index < processes; index += 1) services.push(await site.start());
    const payments = new PaymentSite(site, simulator, await Neighbours.join(site.broker), services);
    await payments.hearWebhooks();
    return payments;
  }

  async hearWebhooks(): Promise<void> {
    await this.simulator.tellTo(`${this.services[0]?.url ?? ''}/api/v1/payment-webhooks`, [secret]);
  }

  async close(): Promise<void> {
    await this.site.close();
    await this.simulator.stop();
  }

  /** @returns the order's id */
  async checkOut(paymentMethod: string | null, payload: Readonly<Record<string, unknown>> = {}): Promise<string> {
    const order = Neighbours.order({ paymentMethod, ...payload });
    await this.neighbours.say('UserCheckedOutIntegrationEvent', order);
    return order.orderId;
  }

  complete(orderId: string): Promise<void> {
    return this.neighbours.say('OrderStatusChangedToCompleteIntegrationEvent', { orderId });
  }

  cancel(orderId: string): Promise<void> {
    return this.neighbours.say('OrderStatusChangedToCancelIntegrationEvent', { orderId });
  }

  operate(
    orderId: string,
    command: PaymentCommand,
    { key = v7(), expectedVersion = null as number | null, service = 0 } = {},
  ): Promise<CommandAnswer> {
    const asked = new OperatePayment(OrderId(orderId), command, { key, actor: 'mai', expectedVersion });
    return this.bus(service).execute(asked);
  }

  bus(service = 0): CommandBus {
    const running = this.services[service];
    if (running === undefined) throw new Error(`There is no service ${String(service)}`);
    return running.app.get(CommandBus, { strict: false });
  }

  async find(orderId: string): Promise<PaidOrder | null> {
    const { rows } = await this.site.sql.query<PaidOrder>(
      `select o.status as "order", p.status as payment, p.review_reason as review, a.held_minor as held, a.captured_minor as captured,
         a.refunding_minor as refunding, a.refunded_minor as refunded,
         a.charged_back_minor as "chargedBack"
       from orders o join payments p using (order_id) left join payment_amounts a using (order_id) where o.order_id = $1`,
      [orderId],
    );
    return rows[0] ?? null;
  }

  /**
   * Lets whatever the payment waits for fall due, until nothing is left to do by itself.
   * A deadline is only waited for where it's in `deadlines`.
   */
  async rest(orderId: string, deadlines: readonly string[] = ['retry']): Promise<PaidOrder> {
    let quiet = 0;
    for (const begun = performance.now(); performance.now() - begun < patienceMs;) {
      await this.undisturbed(orderId);
      const isBusy = (await this.letFallDue(orderId, deadlines)) || (await this.isGatewayBusy(orderId));
      quiet = isBusy ? 0 : quiet + 1;
      const found = await this.find(orderId);
      if (found === null) throw new Error(`Order ${orderId} has no payment`);
      // What moves between two looks is seen by neither, and of the customer's the gateway tells what became.
      if (quiet > 2 && found.payment !== 'RequiresAction') return found;
      await pause(quiet > 0 ? 100 : 10);
    }
    throw new Error(`Order ${orderId} doesn't come to rest: ${JSON.stringify(await this.find(orderId))}`);
  }

  /** Nothing of the order is due. */
  private async undisturbed(orderId: string): Promise<void> {
    await eventually(
      async () => {
        if ((await this.find(orderId)) === null) throw new Error(`Order ${orderId} is not there yet`);
        const { rows } = await this.site.sql.query(
          `select task, number, claims from gateway_tasks where order_id = $1 and (due_at <= now() or claims > 0)
           union all select deadline_kind, deadline_attempt, 0 from payments where order_id = $1 and wake_at <= now()`,
          [orderId],
        );
        if (rows.length > 0) throw new Error(`Order ${orderId} is not at rest: ${JSON.stringify(rows)}`);
      },
      { within: 20_000 },
    );
  }

  /** It's still to decide, or to tell what it has decided; what was done while nobody heard it, it never tells. */
  private async isGatewayBusy(orderId: string): Promise<boolean> {
    const { operations, webhooks } = await this.simulator.truth(orderId);
    const isTelling = webhooks.some(({ tries, delivered }) => tries > 0 && !delivered);
    return isTelling || operations.some(({ status }) => status === 'pending');
  }

  private async letFallDue(orderId: string, deadlines: readonly string[]): Promise<boolean> {
    const tasks = await this.site.sql.query(
      'update gateway_tasks set due_at = now() where order_id = $1 and due_at > now() and claims = 0',
      [orderId],
    );
    const timers = await this.site.sql.query(
      'update payments set wake_at = now() where order_id = $1 and wake_at > now() and deadline_kind = any($2)',
      [orderId, deadlines],
    );
    return (tasks.rowCount ?? 0) + (timers.rowCount ?? 0) > 0;
  }

  async truth(orderId: string): Promise<readonly string[]> {
    return truthInWords(await this.simulator.truth(orderId));
  }

  /** Everything in which the books, the histories and the rows of all orders disagree. */
  async faults(): Promise<readonly (LedgerFault | Fault)[]> {
    const queries = this.services[0]?.app.get(QueryBus, { strict: false });
    if (queries === undefined) throw new Error('There is no service');
    const faults: (LedgerFault | Fault)[] = [
      ...(await everyLedgerFault((place) => queries.execute(new VerifyLedger(place)))),
    ];
    for (let after: OrderId | null | undefined; after !== null;) {
      const page = await queries.execute(new VerifyOrders({ after: after ?? null }));
      faults.push(...page.faults);
      after = page.next;
    }
    return faults;
  }
}

import type { Exchange } from '../../../src/gateway/http-exchange.js';
import { type Capabilities, type LookUp, PaymentGateway, type Sought } from '../../../src/gateway/payment-gateway.js';
import type { SettlementLine } from '../../../src/gateway/settlement-line.js';
import { foundIn, outcomeOf } from '../../../src/gateway/simulated/read-answer.js';
import { readEvent } from '../../../src/gateway/simulated/read-event.js';
import { requestFor } from '../../../src/gateway/simulated/request.js';
import type { WebhookRead } from '../../../src/gateway/webhook.js';
import type { Operation } from '../../../src/payment/operation.js';
import type { Outcome } from '../../../src/payment/outcome.js';
import type { Chance } from '../engine/chance.js';
import type { Owner, Scheduler } from '../engine/scheduler.js';
import type { Faults } from '../faults/faults.js';
import type { GatewayReply, GatewayServer } from '../servers/gateway-server.js';

// A call that has no answer by then is given up.
const deadlineMs = 2_500;

type Around = {
  readonly time: Scheduler;
  readonly chance: Chance;
  readonly faults: Faults;
  readonly server: GatewayServer;
  /** Ends the process after so many milliseconds. */
  readonly killAfter: (ms: number) => void;
};

/**
 * The way of one process to the gateway, with the requests of the simulated gateway's adapter and its reading of answers: only
 * HTTP itself is made up. Signatures are left out: the clocks of processes may be hours off here.
 */
export class SimulatedPaymentGateway extends PaymentGateway {
  readonly capabilities: Capabilities;

  constructor(
    private readonly owner: Owner,
    private readonly around: Around,
    idempotencyTtlMs: number,
  ) {
    super();
    const can = { partialCapture: true, multiCapture: false, partialRefund: true };
    this.capabilities = { ...can, idempotencyTtlMs, exponents: new Map() };
  }

  override async run(operation: Operation): Promise<Outcome> {
    const { path, body } = requestFor(operation);
    const { server } = this.around;
    const exchange = await this.call(() => server.operate({ path, body, key: operation.operationId }));
    return outcomeOf(exchange, operation);
  }

  override async lookUp(sought: Sought): Promise<LookUp> {
    const { server } = this.around;
    const by = sought.by === 'operation' ? { key: sought.operation.operationId } : { reference: sought.reference };
    return foundIn(await this.call(() => server.lookUp(by)), sought);
  }

  /** Nobody reads payouts here. */
  override settlements(): AsyncIterable<SettlementLine> {
    throw new Error('There are no payouts in the simulation');
  }

  override readWebhook(rawBody: Uint8Array): WebhookRead {
    return readEvent(Buffer.from(rawBody).toString('utf8'));
  }

  private call(effect: () => GatewayReply): Promise<Exchange> {
    const { time, chance, faults, server, killAfter } = this.around;
    if (faults.strikes('process killed before a gateway call')) {
      killAfter(0);
      return new Promise(() => undefined);
    }
    const thereMs = chance.between(0.5, 20);
    const backMs = faults.strikes('gateway answer late') ? chance.between(100, 12_000) : chance.between(0.5, 20);
    if (faults.strikes('process killed in a gateway call')) killAfter(chance.between(0, thereMs + backMs));
    return new Promise((resolve) => {
      let isOver = false;
      const heard = (ms: number, what: string, exchange: Exchange) =>
        time.after(ms, what, this.owner, () => {
          if (isOver) return;
          isOver = true;
          // Before its answer is handed on, while it is, or just after.
          if (faults.strikes('process killed after a gateway call'))
            killAfter(chance.pick([0, chance.between(0.1, 6)]));
          resolve(exchange);
        });
      if (!server.isUp() || faults.strikes('gateway refused the connection')) {
        heard(chance.between(0.1, 5), 'gateway not reached', { kind: 'not_sent', reason: 'ECONNREFUSED' });
        return;
      }
      heard(deadlineMs, 'gateway deadline', { kind: 'lost', cause: 'timeout' });
      if (faults.strikes('gateway call never arrived')) return;
      time.after(thereMs, 'gateway call', null, () => {
        const { status, text } = effect();
        if (!faults.strikes('gateway answer lost'))
          heard(backMs, 'gateway answered', { kind: 'answered', status, text });
        else if (chance.happens(0.5)) heard(backMs, 'gateway reset', { kind: 'lost', cause: 'reset' });
      });
    });
  }
}

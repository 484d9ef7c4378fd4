import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { LookUp, PaymentGateway } from '../../src/gateway/payment-gateway.js';
import type { Operation } from '../../src/payment/operation.js';
import { eventually } from '../tools/eventually.js';
import { inWords, lookUpInWords, truthInWords } from './in-words.js';
import { isEmpty, isLookUp, isOperation, type Matrix, type OperationCell } from './matrix.js';
import { PaymentOf } from './payment-of.js';
import { SimulatorProcess } from './simulator-process.js';
import type { Subject } from './subject.js';
import { WebhookDoor } from './webhook-door.js';
import { carryOut } from './carry-out.js';

const secret = 'whsec_matrix';
const hourMs = 3_600_000;
const cases = [
  ...['ok', 'declined', 'not_attempted', 'timeout_before_effect', 'timeout_after_effect', 'error_after_effect'],
  ...['pending_then_ok', 'pending_then_fail', 'wrong_amount', 'expired'],
  ...['duplicate_webhook', 'webhook_first', 'out_of_order', 'late_failure'],
];

/** Every cell of the matrix, against an adapter and the gateway process that it's for. */
export function describeMatrix(subject: Subject, matrix: Matrix): void {
  describe(`${subject.name}, cell by cell`, () => {
    let simulator: SimulatorProcess;
    let door: WebhookDoor;
    let gateway: PaymentGateway;
    /** For calls that never get an answer. */
    let impatient: PaymentGateway;

    beforeAll(async () => {
      simulator = await SimulatorProcess.start('--as', subject.as);
      gateway = subject.adapter({ url: simulator.url, webhookSecrets: [secret], deadlineMs: 20_000 });
      impatient = subject.adapter({ url: simulator.url, webhookSecrets: [secret], deadlineMs: 300 });
      door = await WebhookDoor.open(gateway);
      await simulator.tellTo(door.url, [secret]);
    });

    afterAll(async () => {
      await simulator.stop();
      await door.close();
    });

    const adapterFor = (name: string) => (name.startsWith('timeout') ? impatient : gateway);
    const lookUp = (operation: Operation): Promise<LookUp> => gateway.lookUp({ by: 'operation', operation });

    const done = (operation: Operation) => carryOut(gateway, operation);

    /** The operation that the cell is about, with all that has to come before it done. */
    async function prepare(kind: OperationCell['operation'], payment: PaymentOf): Promise<Operation> {
      if (kind === 'authorize') return payment.authorize();
      const authorization = await done(payment.authorize());
      if (kind === 'capture') return payment.capture(authorization);
      if (kind === 'void') return payment.void(authorization);
      return payment.refund(await done(payment.capture(authorization)));
    }

    async function webhooksOf(operation: Operation): Promise<readonly string[]> {
      const told = await eventually(async () => {
        const { webhooks } = await simulator.truth(operation.orderId);
        expect(webhooks.filter(({ delivered }) => !delivered)).toEqual([]);
        const heard = door.of(operation.orderId);
        expect(heard).toHaveLength(webhooks.length);
        return heard;
      });
      const seen = new Set<string>();
      return told.flatMap(({ event, eventId }) => {
        if (event.kind !== 'operation' || event.snapshot.operationId !== operation.operationId) return [];
        const again = seen.has(eventId) ? ' again' : '';
        seen.add(eventId);
        return [`${event.snapshot.operation} ${event.snapshot.standing.kind}${again}`];
      });
    }

    it('has a cell for each case of each call', () => {
      const calls = ['authorize', 'capture', 'void', 'refund', 'look_up'];
      const all = calls.flatMap((call) => cases.map((name) => `${call} ${name}`));
      expect(matrix.cells.map((cell) => `${cell.operation} ${cell.case}`)).toEqual(all);
    });

    it.each(matrix.cells.filter(isOperation))('$operation, $case', async (cell) => {
      const payment = new PaymentOf(cell.token);
      const operation = await prepare(cell.operation, payment);

      const outcome = await adapterFor(cell.case).run(operation);
      const heardByNow = door.of(payment.orderId).length;
      // An effect behind a call that was given up can still be on its way.
      if (cell.case === 'timeout_after_effect')
        await eventually(async () => expect(truthInWords(await simulator.truth(payment.orderId))).toEqual(cell.truth));
      const between = await lookUp(operation);
      const again = await gateway.run(operation);
      expect({ outcome: inWords(outcome), lookUp: lookUpInWords(between), again: inWords(again) }).toEqual({
        outcome: cell.outcome,
        lookUp: cell.lookUp,
        again: cell.again,
      });

      if (cell.after !== undefined) {
        await simulator.advance(cell.after.hours * hourMs);
        expect(lookUpInWords(await lookUp(operation))).toBe(cell.after.lookUp);
      }
      expect(truthInWords(await simulator.truth(payment.orderId))).toEqual(cell.truth);
      expect(await webhooksOf(operation)).toEqual(cell.webhooks);
      if (cell.case === 'webhook_first') expect(heardByNow).toBe(door.of(payment.orderId).length);
    });

    it.each(matrix.cells.filter(isLookUp))('look_up, $case', async (cell) => {
      const operation = await prepare(cell.of, new PaymentOf(cell.token));
      await gateway.run(operation);

      const first = await adapterFor(cell.case).lookUp({ by: 'operation', operation });
      const again = await lookUp(operation);
      expect([lookUpInWords(first), lookUpInWords(again)]).toEqual([cell.outcome, cell.again]);

      if (cell.after !== undefined) {
        await simulator.advance(cell.after.hours * hourMs);
        expect(lookUpInWords(await lookUp(operation))).toBe(cell.after.lookUp);
      }
      expect(truthInWords(await simulator.truth(operation.orderId))).toEqual(cell.truth);
    });

    it.each(matrix.cells.filter(isEmpty))('$operation has no case $case: $none', async (cell) => {
      const outcome = await gateway.run(new PaymentOf(`tok_${cell.operation}.${cell.case}`).authorize());
      expect(inWords(outcome)).toBe(`declined invalid_method other_method (${subject.noSuchMethod})`);
    });

    it.each(matrix.declines)('knows what $gatewayCode means', async ({ gatewayCode, outcome }) => {
      const operation = new PaymentOf(`tok_authorize.declined.${gatewayCode}`).authorize();
      expect(inWords(await gateway.run(operation))).toBe(outcome);
      expect((await simulator.truth(operation.orderId)).effects).toEqual([]);
    });
  });
}

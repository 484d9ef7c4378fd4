import { describe, expect, it } from '@jest/globals';
import { type PaymentGateway, SettlementsUnavailable } from '../../src/gateway/payment-gateway.js';
import type { SettlementLine } from '../../src/gateway/settlement-line.js';
import { Currency } from '../../src/kernel/currency.js';
import { day } from './settlement-under-test.js';
import { useSettlement } from './use-settlement.js';

const USD = Currency('USD');
const test = useSettlement();

describe('pulling from the gateway', () => {
  const lineOf = (id: string, reference: string, gross: bigint): SettlementLine => ({
    ...{ lineId: id, payoutId: 'po_1', reference, category: 'capture', gross, fee: 0n, net: gross, currency: USD },
    availableOn: new Date('2026-03-03T00:00:00Z'),
  });
  /** A gateway of these lines, which breaks off after so many. */
  const gatewayOf = (lines: readonly SettlementLine[], asked: Date[], breaksAfter = Infinity) =>
    ({
      async *settlements(since: Date) {
        asked.push(since);
        for (const [index, line] of lines.entries()) {
          if (index >= breaksAfter) throw new SettlementsUnavailable('simulated', 'reset');
          yield await Promise.resolve(line);
        }
      },
    }) as unknown as PaymentGateway;

  it('goes on from a week before where it came to its end, and from the same moment where it did not', async () => {
    const { settlement, payments } = test();
    const capture = await payments.capture(4_250n);
    const lines = Array.from({ length: 1_200 }, (_, n) =>
      lineOf(`l${n}`, n === 7 ? capture.reference : `x${n}`, 4_250n),
    );
    const asked: Date[] = [];
    await expect(settlement.pull(gatewayOf(lines, asked, 700))).rejects.toThrow(SettlementsUnavailable);
    const begun = settlement.clock.now();
    expect(await settlement.pull(gatewayOf(lines, asked))).toEqual({
      ...{ read: 1_200, added: 700, matched: 1, unexplained: 1_199, left: 0 },
    });
    settlement.nextDay();
    expect(await settlement.pull(gatewayOf(lines, asked))).toMatchObject({ read: 1_200, added: 0 });
    expect(asked).toEqual([new Date(0), new Date(0), new Date(begun.getTime() - 7 * day)]);
    await test().expectSound();
  });

  it('takes what is new where the gateway has changed a line that it told before, and keeps the line as it was', async () => {
    const { ledger, settlement } = test();
    await settlement.pull(gatewayOf([lineOf('l1', 'x', 5n)], []));
    const changed = gatewayOf([lineOf('l1', 'x', 6n), lineOf('l2', 'y', 7n)], []);
    expect(await settlement.pull(changed)).toMatchObject({ read: 2, added: 1 });
    const { rows } = await ledger.query('select line_id, gross_minor from payout_lines order by 1');
    expect(rows).toEqual([
      { line_id: 'l1', gross_minor: '5' },
      { line_id: 'l2', gross_minor: '7' },
    ]);
    await test().expectSound();
  });
});

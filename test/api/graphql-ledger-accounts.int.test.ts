import { describe, expect, it } from '@jest/globals';
import { seedCaptured } from '../queries/payments/captured-payment.js';
import { seedTransfer } from '../queries/payments/seed-payment.js';
import { idOf } from '../queries/read-database.js';
import { useReadSide } from './read-side.js';

const side = useReadSide();

describe('ledgerAccounts', () => {
  const fields = 'account currency debitsPending creditsPending debitsPosted creditsPosted balance';

  it('sums each account and currency over all orders', async () => {
    const { api, tables } = side();
    await seedCaptured(tables);
    await seedTransfer(tables, {
      ...{ orderId: idOf(2), operationId: idOf(21), purpose: 'RefundConfirmed', amountMinor: 5000 },
      ...{ debit: 'refunds_payable', credit: 'psp_clearing' },
    });
    await seedTransfer(tables, {
      ...{ orderId: idOf(2), operationId: idOf(22), purpose: 'Captured', amountMinor: 99, currency: 'JPY' },
      ...{ debit: 'psp_clearing', credit: 'deferred_revenue' },
    });
    const nothing = { debitsPending: '0.00', creditsPending: '0.00', debitsPosted: '0.00', creditsPosted: '0.00' };
    const dollars = [
      { ...nothing, account: 'AUTH_HOLD_ASSET', currency: 'USD', debitsPending: '42.50', balance: '0.00' },
      { ...nothing, account: 'AUTH_HOLD_CONTRA', currency: 'USD', creditsPending: '42.50', balance: '0.00' },
      { ...nothing, account: 'DEFERRED_REVENUE', currency: 'USD', creditsPosted: '42.50', balance: '42.50' },
      {
        ...nothing,
        account: 'PSP_CLEARING',
        currency: 'USD',
        debitsPosted: '42.50',
        creditsPosted: '50.00',
        balance: '-7.50',
      },
      { ...nothing, account: 'REFUNDS_PAYABLE', currency: 'USD', debitsPosted: '50.00', balance: '-50.00' },
    ];
    expect((await api.graphql(`{ ledgerAccounts(currency: "USD") { ${fields} } }`)).body).toEqual({
      data: { ledgerAccounts: dollars },
    });
    const yen = { debitsPending: '0', creditsPending: '0', currency: 'JPY', balance: '99' };
    expect((await api.graphql(`{ ledgerAccounts { ${fields} } }`)).body).toEqual({
      data: {
        ledgerAccounts: [
          { ...yen, account: 'DEFERRED_REVENUE', debitsPosted: '0', creditsPosted: '99' },
          { ...yen, account: 'PSP_CLEARING', debitsPosted: '99', creditsPosted: '0' },
          ...dollars,
        ],
      },
    });
  });

  it('are exact beyond what a double or one order could hold', async () => {
    const { api, tables } = side();
    const largest = '9223372036854775807';
    for (const n of [1, 2])
      await tables.query(
        `insert into ledger_balances (order_id, account, currency, debits_posted) values ($1, 'bank', 'USD', $2)`,
        [idOf(n), largest],
      );
    const { body } = await api.graphql('{ ledgerAccounts { balance } }');
    expect(body).toEqual({ data: { ledgerAccounts: [{ balance: '184467440737095516.14' }] } });
  });

  it('refuses a currency that there is not', async () => {
    const { body } = await side().api.graphql('{ ledgerAccounts(currency: "EURO") { balance } }');
    expect(body).toMatchObject({ errors: [{ message: 'currency must be an ISO 4217 currency code such as USD' }] });
  });
});

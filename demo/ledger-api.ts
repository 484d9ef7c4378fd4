import { askService } from './ask-service.js';
import { DemoFailed } from './demo-failed.js';
import { demoCurrency } from './service.js';

/** Where no payment stays that goes well: it's under way, or went wrong. */
const restless = [
  'AUTHORIZING',
  'CAPTURING',
  'DECLINED',
  'EXPIRED',
  'NEEDS_REVIEW',
  'REFUNDING',
  'REQUIRES_ACTION',
  'REQUIRES_METHOD',
  'UNKNOWN',
  'VOIDING',
];

const question = `query ($currency: String!, $restless: [PaymentStatus!]!, $since: DateTime!) {
  ledgerAccounts(currency: $currency) { account debitsPending debitsPosted balance }
  payments(filter: { status: $restless, createdBetween: { from: $since } }, first: 5) {
    totalCount
    nodes { orderId status }
  }
}`;

type Account = Readonly<Record<'account' | 'debitsPending' | 'debitsPosted' | 'balance', string>>;

type Answer = {
  readonly errors?: unknown;
  readonly data: {
    readonly ledgerAccounts: readonly Account[];
    readonly payments: {
      readonly totalCount: number;
      readonly nodes: readonly { readonly orderId: string; readonly status: string }[];
    };
  };
};

/**
 * Where the money is by one set of books, in minor units: authorized and neither captured nor given back, captured over all
 * time, and what the gateway owes.
 */
export type Position = Readonly<Record<'held' | 'captured' | 'owed', bigint>>;

/** Payments that aren't at rest; `some` names the last few. */
export type Restless = { readonly count: number; readonly some: readonly string[] };

export type Standing = { readonly position: Position; readonly restless: Restless };

/** What the service's GraphQL says of its money, as any client sees it. */
export class LedgerApi {
  readonly #since = new Date();

  constructor(private readonly serviceUrl: string) {}

  async standing(): Promise<Standing> {
    const { ledgerAccounts, payments } = await this.#ask();
    const amount = (account: string, column: Exclude<keyof Account, 'account'>): bigint =>
      minorUnits(ledgerAccounts.find((one) => one.account === account)?.[column] ?? '0.00');
    return {
      position: {
        held: amount('AUTH_HOLD_ASSET', 'debitsPending'),
        captured: amount('AUTH_HOLD_ASSET', 'debitsPosted'),
        owed: amount('PSP_CLEARING', 'balance'),
      },
      restless: {
        count: payments.totalCount,
        some: payments.nodes.map(({ orderId, status }) => `order ${orderId} is ${status}`),
      },
    };
  }

  async #ask(): Promise<Answer['data']> {
    const variables = { currency: demoCurrency, restless, since: this.#since.toISOString() };
    const response = await askService(`${this.serviceUrl}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: question, variables }),
    });
    const text = await response.text();
    const answer = response.ok ? (JSON.parse(text) as Answer) : null;
    if (answer === null || answer.errors !== undefined)
      throw new DemoFailed(`The service's GraphQL answered ${response.status} about its ledger: ${text}`);
    return answer.data;
  }
}

/** The service writes all digits of a currency: without the point they are the minor units. */
const minorUnits = (decimal: string): bigint => BigInt(decimal.replace('.', ''));

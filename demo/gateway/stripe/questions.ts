import type Stripe from 'stripe';
import type { Answer, Asked, Silence } from '../http.js';
import type { Operation } from '../operation.js';
import type { ApiParts } from '../public-api.js';
import { invalid, missing } from './errors.js';
import { pageOf } from './lists.js';
import type { Objects } from './objects.js';
import { balanceTransactionsOf, payoutsOf } from './payout-objects.js';

// Stripe's search shows what is new within a minute.
const searchLagMs = 60_000;

const ok = (body: unknown): Answer => ({ status: 200, body });

/** The GETs. */
export class Questions {
  constructor(
    private readonly parts: ApiParts,
    private readonly objects: Objects,
  ) {}

  answer({ path, query }: Asked): Answer | Silence {
    const [, list = '', id] = /^\/v1\/(\w+)(?:\/(\w+))?$/.exec(path) ?? [];
    switch (`${list}${id === undefined ? '' : id === 'search' ? '/search' : '/id'}`) {
      case 'payment_intents':
        return ok(
          pageOf(
            this.all('authorize').map((made) => this.objects.intent(made)),
            query,
            path,
          ),
        );
      case 'payment_intents/search':
        return this.search(query.get('query') ?? '', path);
      case 'payment_intents/id':
        return this.one(id, 'authorize', (made) => this.objects.intent(made));
      case 'charges/id':
        return this.one(`pi_${(id ?? '').slice('ch_'.length)}`, 'authorize', (made) => this.objects.charge(made));
      case 'refunds':
        return this.refunds(query, path);
      case 'refunds/id':
        return this.one(id, 'refund', (made) => this.objects.refund(made));
      case 'payouts':
        return ok(pageOf(payoutsOf(this.parts.payouts.all), query, path));
      case 'balance_transactions':
        return this.balanceTransactions(query, path);
      default:
        return invalid('resource_missing', undefined, 404);
    }
  }

  private one(id: string | undefined, kind: Operation['kind'], show: (made: Operation) => object): Answer {
    const made = this.parts.operations.find({ reference: id ?? '' });
    return made?.kind === kind ? ok(show(made)) : missing('id');
  }

  private search(query: string, url: string): Answer | Silence {
    const [, name = '', value] = /^metadata\['(\w+)'\]:'([\w-]+)'$/.exec(query) ?? [];
    if (value === undefined) return invalid('parameter_invalid', 'query');
    const shown = this.all('authorize').flatMap((made) => {
      const intent = this.objects.intent(made);
      return intent.metadata[name] === value ? [{ made, intent }] : [];
    });
    const [first] = shown;
    const fault = first === undefined ? null : this.parts.clerk.lookUpFault(first.made);
    const indexedMs = this.parts.clock.now().getTime() - searchLagMs;
    const data = shown.filter(({ made }) => made.madeAt.getTime() <= indexedMs).map(({ intent }) => intent);
    return fault ?? ok({ object: 'search_result', data, has_more: false, next_page: null, url });
  }

  private refunds(query: URLSearchParams, url: string): Answer | Silence {
    const charge = this.parts.operations.find({ reference: query.get('charge') ?? '' });
    if (charge?.kind !== 'capture') return missing('charge');
    const made = this.parts.operations.childrenOf(charge.id);
    const newest = made.at(-1);
    const fault = newest === undefined ? null : this.parts.clerk.lookUpFault(newest);
    return (
      fault ??
      ok(
        pageOf(
          made.map((refund) => this.objects.refund(refund)),
          query,
          url,
        ),
      )
    );
  }

  private balanceTransactions(query: URLSearchParams, url: string): Answer {
    const lines = this.parts.payouts.all;
    const payout = payoutsOf(lines).find(({ id }) => id === query.get('payout'));
    if (payout === undefined) return missing('payout');
    const transactions: readonly Stripe.BalanceTransaction[] = balanceTransactionsOf(payout, lines, this.objects);
    return ok(pageOf(transactions, query, url));
  }

  private all(kind: Operation['kind']): readonly Operation[] {
    return this.parts.operations.list().filter((operation) => operation.kind === kind);
  }
}

import type { Chance } from '../engine/chance.js';
import type { Faults } from '../faults/faults.js';
import type { GatewayAccounts } from './gateway-accounts.js';
import type { GatewayOperation } from './gateway-operation.js';
import type { GatewayWebhooks } from './gateway-webhooks.js';

type Status = 'open' | 'won' | 'lost';
type Outcomes = readonly Exclude<Status, 'open'>[];

const fee = 1_500n;
/** What becomes of a dispute in the end; some stay open, and some are won by an appeal. */
const ends: readonly Outcomes[] = [[], ['won'], ['won'], ['lost'], ['lost', 'won']];

/** Banks that take captures back, and have to give some of them back again. */
export class GatewayDisputes {
  private count = 0;

  constructor(
    private readonly around: { readonly chance: Chance; readonly faults: Faults; readonly accounts: GatewayAccounts },
    private readonly webhooks: GatewayWebhooks,
    /** What the gateway has still to do by itself, after so many milliseconds. */
    private readonly later: (ms: number, what: string, act: () => void) => void,
  ) {}

  /** Some are told before anybody has heard that the capture was made. */
  foresee(capture: GatewayOperation): void {
    const { chance, faults } = this.around;
    if (!faults.has('captures disputed') || chance.happens(0.5)) return;
    faults.count('captures disputed');
    const ms = chance.happens(0.3) ? chance.between(0, 200) : chance.between(200, 12_000);
    this.later(ms, 'dispute', () => this.open(capture));
  }

  private open(capture: GatewayOperation): void {
    const { chance, accounts } = this.around;
    const left = accounts.leftOf(capture);
    if (left <= 0n) return;
    const amount = chance.happens(0.6) ? left : BigInt(chance.whole(1, Number(left)));
    this.count += 1;
    const id = `dispute_${String(this.count)}`;
    accounts.dispute(capture, amount, fee);
    const tell = (status: Status, back = 0n) => {
      const amounts = { amount: amount.toString(), fee: fee.toString(), fee_returned: back.toString() };
      const { order, currency } = capture;
      const told = { id, order, capture: capture.id, status, currency, ...amounts };
      this.webhooks.send(`dispute.${status}`, told);
    };
    tell('open');
    this.end(chance.pick(ends), (status) => {
      const back = status === 'won' ? chance.pick([0n, 500n, fee]) : 0n;
      if (status === 'won') accounts.reinstate(capture, amount, back);
      tell(status, back);
    });
  }

  private end([next, ...rest]: Outcomes, decide: (status: Outcomes[number]) => void): void {
    if (next === undefined) return;
    this.later(this.around.chance.between(1, 6_000), 'dispute decided', () => {
      decide(next);
      this.end(rest, decide);
    });
  }
}

import { Chance } from './engine/chance.js';
import type { Scheduler } from './engine/scheduler.js';
import { drawPaymentWeather, type Weather } from './faults/draw-weather.js';
import type { Faults } from './faults/faults.js';
import type { Door } from './process/door.js';
import { drawPaymentSettings, type PaymentSettings } from './process/payment-settings.js';
import { GatewayServer } from './servers/gateway-server.js';
import { GatewayWebhooks, type Webhook } from './servers/gateway-webhooks.js';
import type { MemoryStore } from './store/memory-store.js';
import { drawPeople } from './workload/people.js';
import { PersonsDesk } from './workload/persons-desk.js';

// People go on for a while after the faults: what is captured late is refunded later.
const peopleMs = 16_000;

/** What a run with payments draws, from a chance of its own, so that a run without them is as if there were none. */
export type PaymentDraw = { readonly chance: Chance; readonly weather: Weather };

/** Half of all seeds have payments. */
export function drawPaymentsOf(seed: number): PaymentDraw | null {
  const chance = new Chance(seed + 2 ** 40);
  return chance.happens(0.5) ? { chance, weather: drawPaymentWeather(chance) } : null;
}

/** Everything around the payments of a run: the gateway, its webhooks, and people. */
export class PaymentsWorld {
  readonly settings: PaymentSettings;
  readonly gateway: GatewayServer;
  readonly webhooks: GatewayWebhooks;
  readonly desk: PersonsDesk;
  /** Where processes can be reached; set by their fleet. */
  doors: () => readonly Door[] = () => [];

  constructor(
    private readonly chance: Chance,
    private readonly around: { readonly time: Scheduler; readonly faults: Faults; readonly store: MemoryStore },
    onTaken: (webhook: Webhook, receipt: string) => void,
  ) {
    this.settings = drawPaymentSettings(chance, around.faults);
    const all = { time: around.time, faults: around.faults, chance };
    this.webhooks = new GatewayWebhooks(all, () => this.doors(), onTaken);
    this.gateway = new GatewayServer(all, this.webhooks, this.settings.terms);
    this.desk = new PersonsDesk(
      all,
      () => this.doors(),
      (orderId) => {
        return around.store.money.payments.get(orderId)?.status ?? null;
      },
    );
  }

  /** Has people ask for what they want of these orders. */
  plan(orders: readonly string[]): void {
    const repeats = this.around.faults.has('key repeated');
    this.desk.plan(drawPeople(this.chance, orders, { lastsMs: peopleMs, repeats }));
  }
}

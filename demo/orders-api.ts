import { askService } from './ask-service.js';
import { DemoFailed } from './demo-failed.js';
import type { OrderAnswer } from './judge.js';

/** The service's REST API, as any client sees it. */
export class OrdersApi {
  constructor(private readonly url: string) {}

  /** The order as it stands; null while the service doesn't know it. */
  async order(orderId: string): Promise<OrderAnswer['order']> {
    const body = await this.#get(`/api/v1/orders/${orderId}`);
    return body === null ? null : (body as Readonly<Record<string, unknown>>);
  }

  async answer(orderId: string): Promise<OrderAnswer> {
    const [order, events] = await Promise.all([this.order(orderId), this.#get(`/api/v1/orders/${orderId}/events`)]);
    const entries = Array.isArray(events) ? (events as readonly Readonly<Record<string, unknown>>[]) : [];
    return { order, timeline: entries.map(({ type }) => String(type)) };
  }

  async #get(path: string): Promise<unknown> {
    const response = await askService(this.url + path);
    if (response.status === 404) {
      await response.body?.cancel();
      return null;
    }
    if (!response.ok) throw new DemoFailed(`GET ${path} answered ${response.status}: ${await response.text()}`);
    return response.json();
  }
}

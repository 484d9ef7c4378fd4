import { describe, expect, it } from '@jest/globals';
import type { EventBus } from '@nestjs/cqrs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { threeSteps } from '../../bench/load/three-steps.js';
import { Broker, type BrokerMessage, type Consumption, type Delivery } from '../../src/broker/broker.js';
import { PrefixedBroker } from '../../src/broker/prefixed-broker.js';
import { createDecoder } from '../../src/contracts/decode-message.js';
import { Burial } from '../../src/inbox/burial.js';
import { Consumer } from '../../src/inbox/consumer.js';
import { Currency } from '../../src/kernel/currency.js';
import { SystemClock } from '../../src/platform/clock.js';
import { createLog } from '../../src/platform/log.js';
import type { IntegrationEventReceived } from '../../src/saga/integration-event-received.js';
import { gate } from '../store/gate.js';

/** Hands on what the test says, and writes down what becomes of it. */
class HandingBroker extends Broker {
  readonly history: string[] = [];
  private receive: (delivery: Delivery) => void = () => undefined;

  override consume(_subscription: unknown, receive: (delivery: Delivery) => void): Promise<Consumption> {
    this.receive = receive;
    const stop = () => {
      this.history.push('stopped');
      return Promise.resolve();
    };
    return Promise.resolve({ stop });
  }

  deliver(message: BrokerMessage, source: string): void {
    const note = (what: string) => () => void this.history.push(`${String(message.messageId)} ${what}`);
    this.receive({
      message,
      source,
      redelivered: false,
      acknowledge: note('acknowledged'),
      abandon: note('abandoned'),
    });
  }

  override publish(): Promise<void> {
    return Promise.resolve();
  }

  override declareExchanges(): Promise<void> {
    return Promise.resolve();
  }

  override isReachable(): boolean {
    return true;
  }

  override close(): Promise<void> {
    return Promise.resolve();
  }
}

describe('a consumer that stops', () => {
  it('waits for what it has in hand, the delivery that is being buried too', async () => {
    const broker = new HandingBroker();
    const buried = gate();
    const received: IntegrationEventReceived[] = [];
    const around = { clock: new SystemClock(), log: createLog('silent') };
    const consumer = new Consumer(
      new PrefixedBroker(broker, 'here-'),
      { publish: (event: IntegrationEventReceived) => received.push(event) } as unknown as EventBus,
      new Burial({ bury: () => buried.opened }, broker, { skippedQueue: 'skipped', errorQueue: 'error' }, around),
      {
        decode: createDecoder({ format: 'masstransit', defaultCurrency: Currency('USD') }),
        subscription: { queue: 'finance', exchanges: [], prefetch: 10 },
      },
    );
    await consumer.start();
    const [good] = threeSteps();
    if (good === undefined) throw new Error('An order has three events');
    broker.deliver({ ...good, messageId: 'good' }, `here-${good.exchange}`);
    broker.deliver({ ...good, messageId: 'bad', body: Buffer.from('{') }, `here-${good.exchange}`);
    expect(received.map(({ original }) => original.source)).toEqual([good.exchange]);

    let isStopped = false;
    const stopping = consumer.stop().then(() => (isStopped = true));
    await nextTurn();
    expect([isStopped, broker.history]).toEqual([false, ['stopped']]);
    received[0]?.settlement.committed('advanced');
    await nextTurn();
    expect([isStopped, broker.history]).toEqual([false, ['stopped', 'good acknowledged']]);
    buried.open();
    await stopping;
    expect(broker.history).toEqual(['stopped', 'good acknowledged', 'bad acknowledged']);
  });
});

import { describe, expect, it } from '@jest/globals';
import { BrokerUnavailable, PublishNotConfirmed } from '../../src/broker/broker.js';
import { eventually } from '../tools/eventually.js';
import { message, numbered, publishInTurn, reachable, Received, type World } from './world.js';

export function publishingConformance(world: () => World): void {
  describe('publishing', () => {
    it('keeps the order of the calls, with a thousand confirms outstanding', async () => {
      const broker = await reachable(world().open());
      const [exchange, queue] = [world().name('x'), world().name('q')];
      const received = new Received();
      await broker.consume({ queue, exchanges: [exchange], prefetch: 100 }, received.acknowledge);

      await Promise.all(numbered(1, 1000).map((text) => broker.publish({ exchange }, message(text))));

      await eventually(() => expect(received.texts).toEqual(numbered(1, 1000)));
    });

    it('gives every queue of an exchange its own copy', async () => {
      const broker = await reachable(world().open());
      const exchange = world().name('x');
      const [first, second] = [new Received(), new Received()];
      await broker.consume({ queue: world().name('q'), exchanges: [exchange], prefetch: 10 }, first.acknowledge);
      await broker.consume({ queue: world().name('q'), exchanges: [exchange], prefetch: 10 }, second.acknowledge);

      await publishInTurn(broker, exchange, numbered(1, 20));

      await eventually(() => expect(first.texts).toEqual(numbered(1, 20)));
      await eventually(() => expect(second.texts).toEqual(numbered(1, 20)));
      expect(first.at(0).source).toBe(exchange);
    });

    it('refuses exactly those that no queue would receive, although ids and bodies repeat', async () => {
      const broker = await reachable(world().open());
      const [lonely, exchange, base] = [world().name('lonely'), world().name('x'), world().name('base')];
      await broker.declareExchanges([lonely, exchange], base);
      const received = new Received();
      await broker.consume({ queue: world().name('q'), exchanges: [exchange], prefetch: 10 }, received.acknowledge);

      const targets = [exchange, lonely, exchange, lonely, lonely, exchange];
      const outcomes = await Promise.allSettled(
        targets.map((target) => broker.publish({ exchange: target }, message('same'))),
      );

      expect(outcomes.map(({ status }) => status)).toEqual(
        targets.map((target) => (target === lonely ? 'rejected' : 'fulfilled')),
      );
      expect(outcomes[1]).toMatchObject({
        reason: { code: 'BROKER.NOT_CONFIRMED', reason: 'unroutable', destination: lonely },
      });
      await eventually(() => expect(received.texts).toEqual(['same', 'same', 'same']));
    });

    it('confirms what may go unheard, whether any queue receives it or none', async () => {
      const broker = await reachable(world().open());
      const [lonely, exchange, base] = [world().name('lonely'), world().name('x'), world().name('base')];
      await broker.declareExchanges([lonely, exchange], base);
      const received = new Received();
      await broker.consume({ queue: world().name('q'), exchanges: [exchange], prefetch: 10 }, received.acknowledge);

      await broker.publish({ exchange: lonely, mayGoUnheard: true }, message('unheard'));
      await broker.publish({ exchange, mayGoUnheard: true }, message('heard'));

      await eventually(() => expect(received.texts).toEqual(['heard']));
    });

    it('gives the subscribers of a base exchange what is published to the exchanges bound to it', async () => {
      const broker = await reachable(world().open());
      const [exchange, base, queue] = [world().name('x'), world().name('base'), world().name('q')];
      const received = new Received();
      await broker.consume({ queue, exchanges: [base], prefetch: 10 }, received.acknowledge);
      await broker.declareExchanges([exchange], base);

      await publishInTurn(broker, exchange, ['1']);

      await eventually(() => expect(received.texts).toEqual(['1']));
      expect(received.at(0).source).toBe(exchange);
    });

    it('declares the same again without complaint', async () => {
      const [exchange, base, queue] = [world().name('x'), world().name('base'), world().name('q')];
      const received = new Received();
      for (const broker of [world().open(), world().open()]) {
        await broker.declareExchanges([exchange], base);
        await broker.declareExchanges([exchange], base);
        await broker.consume({ queue, exchanges: [exchange], prefetch: 10 }, received.acknowledge);
        await publishInTurn(broker, exchange, ['1']);
      }
      await eventually(() => expect(received.texts).toEqual(['1', '1']));
      expect(world().warnings()).toEqual([]);
    });

    it('sends copies straight to a queue, in order, and needs nobody to have declared it', async () => {
      const broker = await reachable(world().open());
      const queue = world().name('q_error');
      await Promise.all(numbered(1, 50).map((text) => broker.publish({ queue }, message(text))));

      const received = new Received();
      await broker.consume({ queue, exchanges: [], prefetch: 10 }, received.acknowledge);
      await eventually(() => expect(received.texts).toEqual(numbered(1, 50)));
    });

    it('carries headers, absent properties and bodies unchanged', async () => {
      const broker = await reachable(world().open());
      const [exchange, queue] = [world().name('x'), world().name('q')];
      const received = new Received();
      await broker.consume({ queue, exchanges: [exchange], prefetch: 10 }, received.acknowledge);
      const sent = [
        message('1', {
          headers: { 'MT-Activity-Id': '00-ab-cd-01', 'naïve 📚 "key"': 'a\u0000b\n\\u0000 \'"', empty: '' },
        }),
        message('2', { messageId: null, contentType: null, headers: {}, body: Buffer.alloc(0) }),
        message('3', { messageId: "o'brien-📚", body: Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)) }),
        message('4', { body: Buffer.alloc(5 * 1024 * 1024, 'ab\u0000') }),
      ];

      await Promise.all(sent.map((each) => broker.publish({ exchange }, each)));

      await eventually(() => expect(received.deliveries).toHaveLength(sent.length));
      received.deliveries.forEach(({ message: { body, ...properties } }, index) => {
        expect(sent[index]).toMatchObject(properties);
        // Not by the matcher, which takes seconds for megabytes.
        expect(sent[index]?.body.equals(body)).toBe(true);
      });
    });

    it('blames a message that cannot be carried, and it alone', async () => {
      const broker = await reachable(world().open());
      const [exchange, queue] = [world().name('x'), world().name('q')];
      const received = new Received();
      await broker.consume({ queue, exchanges: [exchange], prefetch: 10 }, received.acknowledge);

      // Over the 255 bytes of AMQP's short strings, and with a NUL that PostgreSQL's text doesn't have.
      const bad = message('bad', { messageId: `${'x'.repeat(300)}\u0000` });
      const outcomes = await Promise.allSettled(
        [message('1'), bad, message('2')].map((each) => broker.publish({ exchange }, each)),
      );

      expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      expect(outcomes[1]).toMatchObject({ reason: { reason: 'refused' } });
      expect(outcomes[1]).toMatchObject({ reason: expect.any(PublishNotConfirmed) });
      await eventually(() => expect(received.texts).toEqual(['1', '2']));
    });

    it('rejects at once while the broker is out of reach, and works again by itself', async () => {
      const broker = await reachable(world().open());
      const [exchange, queue] = [world().name('x'), world().name('q')];
      const received = new Received();
      await broker.consume({ queue, exchanges: [exchange], prefetch: 10 }, received.acknowledge);
      await publishInTurn(broker, exchange, ['1']);

      world().setReachable(false);
      const underWay = broker.publish({ exchange }, message('under way'));
      await expect(underWay).rejects.toBeInstanceOf(BrokerUnavailable);
      expect(broker.isReachable()).toBe(false);
      await expect(broker.publish({ exchange }, message('refused'))).rejects.toBeInstanceOf(BrokerUnavailable);
      world().setReachable(true);

      await publishInTurn(broker, exchange, ['2']);
      await eventually(() => expect(received.texts.at(-1)).toBe('2'));
      expect(received.texts).not.toContain('refused');
    });
  });
}

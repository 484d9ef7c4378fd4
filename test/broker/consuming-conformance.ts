import { describe, expect, it } from '@jest/globals';
import { eventually } from '../tools/eventually.js';
import { message, numbered, publishInTurn, reachable, Received, type World } from './world.js';

export function consumingConformance(world: () => World): void {
  describe('consuming', () => {
    it('hands out again what was not acknowledged, in order and flagged', async () => {
      const [exchange, queue] = [world().name('x'), world().name('q')];
      const broker = await reachable(world().open());
      const first = new Received();
      await broker.consume({ queue, exchanges: [exchange], prefetch: 10 }, first.keep);
      await publishInTurn(broker, exchange, numbered(1, 12));
      await eventually(() => expect(first.texts).toEqual(numbered(1, 10)));
      expect(first.deliveries.some(({ redelivered }) => redelivered)).toBe(false);
      first.deliveries.slice(0, 3).forEach((delivery) => delivery.acknowledge());
      await broker.close();

      const second = new Received();
      await world()
        .open()
        .consume({ queue, exchanges: [exchange], prefetch: 10 }, second.acknowledge);

      await eventually(() => expect(second.texts).toEqual(numbered(4, 12)));
      // The last two may have been under way to the first consumer, in the place of those that it acknowledged.
      expect(second.deliveries.slice(0, 7).every(({ redelivered }) => redelivered)).toBe(true);
    });

    it('never loses the unsettled when later ones are acknowledged first', async () => {
      const [exchange, queue] = [world().name('x'), world().name('q')];
      const broker = await reachable(world().open());
      const first = new Received();
      await broker.consume({ queue, exchanges: [exchange], prefetch: 10 }, first.keep);
      await publishInTurn(broker, exchange, numbered(1, 6));
      await eventually(() => expect(first.texts).toEqual(numbered(1, 6)));
      for (const index of [5, 3, 1, 0, 1]) first.at(index).acknowledge();
      await broker.close();

      const second = new Received();
      await world()
        .open()
        .consume({ queue, exchanges: [exchange], prefetch: 10 }, second.acknowledge);

      await eventually(() => expect(second.texts).toEqual(expect.arrayContaining(['3', '5'])));
      expect(second.texts.indexOf('3')).toBeLessThan(second.texts.indexOf('5'));
      expect(second.texts).not.toContain('1');
      expect(second.texts).not.toContain('2');
    });

    it('has at most so many unsettled as asked for', async () => {
      const [exchange, queue] = [world().name('x'), world().name('q')];
      const broker = await reachable(world().open());
      const received = new Received();
      await broker.consume({ queue, exchanges: [exchange], prefetch: 5 }, received.keep);
      await publishInTurn(broker, exchange, numbered(1, 20));

      await eventually(() => expect(received.texts).toEqual(numbered(1, 5)));
      // The one that comes for the first acknowledgement would have brought others with it, had they been let through.
      received.at(0).acknowledge();
      await eventually(() => expect(received.texts).toEqual(numbered(1, 6)));
      received.deliveries.forEach((delivery) => delivery.acknowledge());
      await eventually(() => expect(received.texts).toEqual(numbered(1, 11)));
    });

    it('lets one consumer work while the other stands by, which takes over in order', async () => {
      const [exchange, queue] = [world().name('x'), world().name('q')];
      const [active, standby] = [await reachable(world().open()), world().open()];
      const publisher = await reachable(world().open());
      const [first, second] = [new Received(), new Received()];
      await active.consume({ queue, exchanges: [exchange], prefetch: 10 }, first.keep);
      await publishInTurn(publisher, exchange, numbered(1, 5));
      await eventually(() => expect(first.texts).toEqual(numbered(1, 5)));
      await standby.consume({ queue, exchanges: [exchange], prefetch: 10 }, second.acknowledge);
      await publishInTurn(publisher, exchange, numbered(6, 15));
      await eventually(() => expect(first.texts).toEqual(numbered(1, 10)));
      expect(second.texts).toEqual([]);

      first.deliveries.slice(0, 4).forEach((delivery) => delivery.acknowledge());
      await eventually(() => expect(first.texts).toEqual(numbered(1, 14)));
      await active.close();

      await eventually(() => expect(second.texts).toEqual(numbered(5, 15)));
    });

    it('hands on nothing more after a stop, and lets the standby in when the deliveries in hand are settled', async () => {
      const [exchange, queue] = [world().name('x'), world().name('q')];
      const [leaving, staying] = [await reachable(world().open()), world().open()];
      const [first, second] = [new Received(), new Received()];
      const consumption = await leaving.consume({ queue, exchanges: [exchange], prefetch: 3 }, first.keep);
      await publishInTurn(leaving, exchange, numbered(1, 6));
      await eventually(() => expect(first.texts).toEqual(numbered(1, 3)));
      await staying.consume({ queue, exchanges: [exchange], prefetch: 3 }, second.acknowledge);

      await consumption.stop();
      first.at(0).acknowledge();
      first.at(1).acknowledge();
      await publishInTurn(leaving, exchange, ['7']);
      expect(second.texts).toEqual([]);
      first.at(2).acknowledge();

      await eventually(() => expect(second.texts).toEqual(numbered(4, 7)));
      expect(first.texts).toEqual(numbered(1, 3));
    });

    it('hands out again what was abandoned, with all behind it, in order', async () => {
      const [exchange, queue] = [world().name('x'), world().name('q')];
      const broker = await reachable(world().open());
      const received = new Received();
      let abandoned = false;
      await broker.consume({ queue, exchanges: [exchange], prefetch: 10 }, (delivery) => {
        received.keep(delivery);
        if (received.texts.at(-1) !== '4' || abandoned) return;
        abandoned = true;
        received.deliveries.slice(0, 2).forEach((each) => each.acknowledge());
        delivery.abandon();
      });
      await publishInTurn(broker, exchange, numbered(1, 6));

      await eventually(() => expect(received.texts).toEqual([...numbered(1, 4), ...numbered(3, 6)]));
      // It came over the connection that is gone: this settles nothing.
      received.at(2).acknowledge();
      received.deliveries.slice(4).forEach((delivery) => delivery.acknowledge());
    });

    it('takes an exception of the receiver for an abandoned delivery', async () => {
      const [exchange, queue] = [world().name('x'), world().name('q')];
      const broker = await reachable(world().open());
      const received = new Received();
      await broker.consume({ queue, exchanges: [exchange], prefetch: 10 }, (delivery) => {
        received.acknowledge(delivery);
        if (received.texts.length === 1) throw new Error('A fault of the receiver');
      });
      await publishInTurn(broker, exchange, numbered(1, 3));
      await eventually(() => expect(received.firstTimes).toEqual(numbered(1, 3)));
    });

    it('survives dropped connections on both sides without losing or reordering', async () => {
      const [exchange, queue] = [world().name('x'), world().name('q')];
      const [publisher, consumer] = [await reachable(world().open()), world().open()];
      const received = new Received();
      await consumer.consume({ queue, exchanges: [exchange], prefetch: 20 }, received.acknowledge);

      for (const from of [1, 51, 101]) {
        const publishing = publishInTurn(publisher, exchange, numbered(from, from + 49));
        await eventually(() => expect(received.texts).toContain(String(from + 20)));
        await world().dropConnections();
        await publishing;
      }

      await eventually(() => expect(received.firstTimes).toEqual(numbered(1, 150)), { within: 20_000 });
    });

    it('starts while the broker is out of reach, and begins when it comes', async () => {
      const [exchange, queue] = [world().name('x'), world().name('q')];
      world().setReachable(false);
      const broker = world().open();
      const received = new Received();
      const consuming = broker.consume({ queue, exchanges: [exchange], prefetch: 10 }, received.acknowledge);
      await eventually(() => expect(world().warnings()).not.toEqual([]));
      expect(broker.isReachable()).toBe(false);

      world().setReachable(true);
      await consuming;
      await publishInTurn(broker, exchange, ['1']);
      await eventually(() => expect(received.texts).toEqual(['1']));
    });

    it('keeps a queue through a restart of its consumer', async () => {
      const [exchange, queue] = [world().name('x'), world().name('q')];
      const consumer = world().open();
      await consumer.consume({ queue, exchanges: [exchange], prefetch: 10 }, new Received().keep);
      await consumer.close();
      const publisher = await reachable(world().open());
      await Promise.all(numbered(1, 30).map((text) => publisher.publish({ exchange }, message(text))));

      const received = new Received();
      await world()
        .open()
        .consume({ queue, exchanges: [exchange], prefetch: 7 }, received.acknowledge);
      await eventually(() => expect(received.texts).toEqual(numbered(1, 30)));
      expect(received.deliveries.some(({ redelivered }) => redelivered)).toBe(false);
    });
  });
}

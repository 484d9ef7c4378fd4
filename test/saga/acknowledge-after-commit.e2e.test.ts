import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { v7 } from 'uuid';
import { Broker, type BrokerMessage } from '../../src/broker/broker.js';
import { OrderFinanceSaga } from '../../src/saga/order-finance.saga.js';
import { OrderWriter } from '../../src/saga/order-writer.js';
import { Tables } from '../../src/store/tables.js';
import { copiesIn, deadLetters } from '../inbox/dead-letters-of.js';
import { Neighbours } from '../service/neighbours.js';
import { eventually } from '../tools/eventually.js';
import { describeWith, testBrokerUrl } from '../tools/parts.js';
import { connectBroker, type Env, type RunningService, TestSite } from '../tools/test-service.js';
import { Journal, WatchedBroker } from './journal.js';

const checkout = 'UserCheckedOutIntegrationEvent';
const orders = 60;

type Order = { readonly orderId: string; readonly messageId: string };

/** Whatever throws between the delivery and the commit: each message is either applied or buried, and acknowledged only then. */
function acknowledgesAfterCommit(env: () => Env): void {
  let site: TestSite;
  let service: RunningService;
  let journal: Journal;
  let neighbours: Neighbours;
  let copies: readonly BrokerMessage[];

  beforeEach(async () => {
    site = await TestSite.open(env());
    journal = new Journal();
    service = await start();
    neighbours = await Neighbours.join(site.broker);
    copies = await copiesIn(site.broker, 'finance-order-state-machine_error');
  });

  afterEach(async () => {
    await site.close();
  });

  async function start(): Promise<RunningService> {
    const broker = new WatchedBroker(connectBroker(site.env), journal);
    const started = await site.start({}, { overrides: [[Broker, broker]] });
    journal.watch(started);
    broker.begin();
    return started;
  }

  async function placeAll(): Promise<readonly Order[]> {
    const placed = Array.from({ length: orders }, () => ({ orderId: v7(), messageId: v7() }));
    await Promise.all(
      placed.map(({ orderId, messageId }) => neighbours.say(checkout, Neighbours.order({ orderId }), messageId)),
    );
    return placed;
  }

  const acknowledged = (count: number) =>
    eventually(() => {
      expect(journal.count('acknowledged')).toBe(count);
    });

  /** All but the bad ones went through; the bad ones are kept with their bytes, and were told to the operators. */
  async function expectBuried(placed: readonly Order[], isBad: (orderId: unknown) => boolean, detail: string) {
    await acknowledged(orders);
    const [bad, good] = [placed.filter((one) => isBad(one.orderId)), placed.filter((one) => !isBad(one.orderId))];
    expect(bad.length).toBeGreaterThan(0);
    await eventually(() => {
      expect(neighbours.heard.map(({ fields }) => fields.orderId).sort()).toEqual(
        good.map((one) => one.orderId).sort(),
      );
      expect(copies).toHaveLength(bad.length);
    });
    expect(journal.tooEarly()).toEqual([]);
    const letters = await deadLetters(site);
    expect(letters.map((letter) => letter.order_id).sort()).toEqual(bad.map((one) => one.orderId).sort());
    for (const letter of letters) {
      const said = neighbours.said.find(({ message }) => message.messageId === letter.message_id)?.message;
      expect(letter).toMatchObject({
        direction: 'inbound',
        reason: 'HandlerFailed',
        detail,
        type: checkout,
        attempts: 1,
      });
      expect(letter.body.equals(said?.body ?? Buffer.alloc(0))).toBe(true);
      expect(letter.headers).toEqual(said?.headers);
      const copy = copies.find(({ messageId }) => messageId === letter.message_id);
      expect(copy?.body.equals(letter.body)).toBe(true);
      expect(copy?.headers).toMatchObject({
        ...letter.headers,
        'MT-Reason': 'fault',
        'MT-Fault-Message': detail,
        'MT-Fault-InputAddress': `BookWorm.Contracts:${checkout}`,
      });
    }
  }

  const isBad = (orderId: unknown) => /[02468]$/.test(String(orderId));

  it('when the mapping of an event throws', async () => {
    const saga = service.app.get(OrderFinanceSaga, { strict: false });
    const map = saga.commandFor.bind(saga);
    jest.spyOn(saga, 'commandFor').mockImplementation((received) => {
      if (isBad(received.event.orderId)) throw new TypeError('a secret of the customer');
      return map(received);
    });
    await expectBuried(await placeAll(), isBad, 'TypeError');
  });

  it('when the handler rejects', async () => {
    const writer = service.app.get(OrderWriter, { strict: false });
    const advance = writer.advance.bind(writer);
    jest.spyOn(writer, 'advance').mockImplementation((step) => {
      if (isBad(step.orderId)) return Promise.reject(new RangeError('a secret of the customer'));
      return advance(step);
    });
    await expectBuried(await placeAll(), isBad, 'RangeError');
  });

  it('when the handler throws at once, and no error at that', async () => {
    const writer = service.app.get(OrderWriter, { strict: false });
    const advance = writer.advance.bind(writer);
    jest.spyOn(writer, 'advance').mockImplementation((step) => {
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- a library might
      if (isBad(step.orderId)) throw 'a secret of the customer';
      return advance(step);
    });
    await expectBuried(await placeAll(), isBad, 'An exception that is no error was thrown');
  });

  it('when the table of dead letters is out of reach too, only later', async () => {
    const saga = service.app.get(OrderFinanceSaga, { strict: false });
    jest.spyOn(saga, 'commandFor').mockImplementation(() => {
      throw new TypeError('no');
    });
    await site.sql.query('alter table dead_letters rename to dead_letters_away');
    const placed = await placeAll();
    await eventually(() => {
      expect(journal.count('delivered')).toBe(orders);
    });
    expect(journal.count('acknowledged')).toBe(0);
    await site.sql.query('alter table dead_letters_away rename to dead_letters');
    await expectBuried(placed, () => true, 'TypeError');
  });

  it('when every connection to the database is cut, again and again', async () => {
    const placing = placeAll();
    for (let cut = 1; cut <= 5; cut += 1) {
      await eventually(() => {
        expect(journal.count('committed')).toBeGreaterThanOrEqual(cut);
      });
      await site.sql.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
      );
    }
    const placed = await placing;
    await expectAllPlacedOnce(placed);
  });

  it('when the commit went through but its answer was lost', async () => {
    const tables = service.app.get(Tables, { strict: false });
    const watched = jest.spyOn(tables, 'write');
    const write = watched.getMockImplementation() ?? tables.write.bind(tables);
    let lost = 0;
    watched.mockImplementation(async (writes) => {
      const written = await write(writes);
      if (lost < 5) {
        lost += 1;
        throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', syscall: 'read' });
      }
      return written;
    });
    await expectAllPlacedOnce(await placeAll());
    expect(lost).toBeGreaterThan(0);
  });

  it('when it has to stop while the database is out of reach: what is not committed stays with the broker', async () => {
    const tables = service.app.get(Tables, { strict: false });
    jest
      .spyOn(tables, 'read')
      .mockImplementation(() =>
        Promise.reject(Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED', syscall: 'connect' })),
      );
    const placed = await placeAll();
    await eventually(() => {
      expect(journal.count('delivered')).toBe(orders);
    });
    await service.stop();
    expect(journal.count('acknowledged')).toBe(0);
    expect(await deadLetters(site)).toEqual([]);
    service = await start();
    await expectAllPlacedOnce(placed);
  });

  async function expectAllPlacedOnce(placed: readonly Order[]): Promise<void> {
    await acknowledged(orders);
    await eventually(async () => {
      expect((await site.sql.query('select from outbox')).rowCount).toBe(0);
      expect(new Set(neighbours.heard.map(({ messageId }) => messageId)).size).toBe(orders);
    });
    expect([...new Set(neighbours.heard.map(({ fields }) => fields.orderId))].sort()).toEqual(
      placed.map(({ orderId }) => orderId).sort(),
    );
    expect(journal.tooEarly()).toEqual([]);
    expect(await deadLetters(site)).toEqual([]);
    const { rows } = await site.sql.query('select order_id from orders where version <> 1 or out_sequence <> 1');
    expect(rows).toEqual([]);
  }
}

describe('a delivery over the embedded broker is acknowledged after its commit or burial', () => {
  acknowledgesAfterCommit(() => ({}));
});

describeWith('rabbitmq', 'a delivery over RabbitMQ is acknowledged after its commit or burial', () => {
  acknowledgesAfterCommit(() => ({ BROKER_URL: testBrokerUrl() }));
});

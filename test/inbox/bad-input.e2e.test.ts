import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { v7 } from 'uuid';
import type { BrokerMessage } from '../../src/broker/broker.js';
import { Neighbours } from '../service/neighbours.js';
import { eventually } from '../tools/eventually.js';
import { describeWith, testBrokerUrl } from '../tools/parts.js';
import { type Env, startTestService, type TestService } from '../tools/test-service.js';
import { badInputs, checkout, personalPattern } from './bad-input-cases.js';
import { copiesIn, deadLetters, type Letter } from './dead-letters-of.js';

const exchange = `BookWorm.Contracts:${checkout}`;

const card = '4242 4242 4242 4242';
/** In a text, or in the hex digits that a row's bytes are written as. */
const hasCard = (text: string): boolean => text.includes(card) || text.includes(Buffer.from(card).toString('hex'));

/** Every bad message, each with a good one of another order behind it: all at once through one service. */
function survivesBadInput(env: () => Env): void {
  const cases = badInputs();
  const rows = cases.map((one, index) => [one.title, index, one] as const);
  const good = cases.map(() => v7());
  const logged: string[] = [];
  let service: TestService;
  let neighbours: Neighbours;
  let failed: readonly BrokerMessage[];
  let skipped: readonly BrokerMessage[];
  let letters: readonly Letter[];

  beforeAll(async () => {
    const log = pino({ level: 'trace' }, { write: (line: string) => logged.push(line) });
    service = await startTestService(env(), { log });
    neighbours = await Neighbours.join(service.broker);
    failed = await copiesIn(service.broker, 'finance-order-state-machine_error');
    skipped = await copiesIn(service.broker, 'finance-order-state-machine_skipped');
    for (const [index, { message }] of cases.entries()) {
      await neighbours.send(exchange, message);
      await neighbours.say(checkout, Neighbours.order({ orderId: good[index], totalMoney: '42.5000' }));
    }
    await eventually(async () => {
      expect(await buried(1)).toBe(cases.length);
      expect(failed.length + skipped.length).toBe(cases.length);
    });
    letters = await deadLetters(service.site);
  });

  afterAll(async () => {
    await service.stop();
  });

  /** How many dead letters have been counted so often. */
  async function buried(attempts: number): Promise<number> {
    const { rowCount } = await service.site.sql.query('select from dead_letters where attempts = $1', [attempts]);
    return rowCount ?? 0;
  }

  it.each(rows)(
    'keeps %s, byte for byte, with its reason',
    (_title, _index, { message, reason, detail, type, kept }) => {
      const ofBody = letters.filter(({ body }) => body.equals(kept ?? message.body));
      expect(ofBody).toHaveLength(1);
      expect({ ...ofBody[0], body: null }).toMatchObject({
        direction: 'inbound',
        reason,
        detail,
        type,
        order_id: null,
        message_id: message.messageId,
        source: exchange,
        content_type: message.contentType,
        attempts: 1,
      });
      expect(ofBody[0]?.headers).toEqual(message.headers);
    },
  );

  it.each(rows)('copies %s to the operators’ queue, with the reason in its headers', (_title, _index, one) => {
    const { message, reason, detail, type, kept = message.body } = one;
    const [copies, others] = reason === 'UnknownType' ? [skipped, failed] : [failed, skipped];
    const ofBody = copies.filter(({ body }) => body.equals(kept));
    expect(ofBody).toHaveLength(1);
    expect(others.filter(({ body }) => body.equals(kept))).toHaveLength(0);
    const { messageId, contentType } = message;
    expect({ ...ofBody[0], body: null }).toMatchObject({ messageId, contentType });
    expect(ofBody[0]?.headers).toEqual({
      ...message.headers,
      'MT-Reason': reason === 'UnknownType' ? 'dead-letter' : 'fault',
      'MT-Fault-ExceptionType': reason,
      'MT-Fault-Message': detail,
      'MT-Fault-InputAddress': exchange,
      'MT-Fault-MessageType': type ?? '',
    });
  });

  it.each(rows)('places the order that comes after %s', async (_title, index) => {
    await eventually(() => {
      expect(neighbours.commandsOf(good[index])).toMatchObject([
        { type: 'PlaceOrderCommand', fields: { totalMoney: '42.50' } },
      ]);
    });
  });

  it('counts an attempt, and makes no row, when the same message comes again', async () => {
    for (const { message } of cases) await neighbours.send(exchange, message);
    await eventually(async () => {
      expect(await buried(2)).toBe(cases.length);
    });
    expect(await buried(1)).toBe(0);
  });

  it('is as ready as before', async () => {
    expect((await fetch(`${service.url}/health/ready`)).status).toBe(200);
    expect(logged.filter((line) => /"level":(50|60)/.test(line))).toEqual([]);
  });

  it('writes nothing of a person and nothing of a body to the log', () => {
    expect(logged.filter((line) => line.includes('a message went to the dead letters')).length).toBeGreaterThan(0);
    expect(logged.filter((line) => personalPattern.test(line))).toEqual([]);
    expect(logged.filter((line) => line.length > 10_000)).toEqual([]);
  });

  it('keeps a card number nowhere, and writes none to the log', async () => {
    const { rows } = await service.site.sql.query<{ readonly table_name: string }>(
      `select table_name from information_schema.tables where table_schema = current_schema() and table_name <> 'broker_messages'`,
    );
    expect(rows.length).toBeGreaterThan(10);
    for (const { table_name: table } of rows) {
      const sql = `select t::text as row from ${table} t`;
      const found = await service.site.sql.query<{ readonly row: string }>(sql);
      expect(found.rows.filter(({ row }) => hasCard(row))).toEqual([]);
    }
    expect(logged.filter(hasCard)).toEqual([]);
  });

  it('names nobody in a reason', () => {
    expect(letters.filter(({ detail, type }) => personalPattern.test(`${detail} ${String(type)}`))).toEqual([]);
  });
}

describe('bad input over the embedded broker', () => {
  survivesBadInput(() => ({}));
});

describeWith('rabbitmq', 'bad input over RabbitMQ', () => {
  survivesBadInput(() => ({ BROKER_URL: testBrokerUrl() }));
});

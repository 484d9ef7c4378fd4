import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 } from 'uuid';
import { createAnnouncer } from '../../src/contracts/encode-command.js';
import { MessageId, OperationId, type OrderId, ownMessagePrefixes } from '../../src/kernel/ids.js';
import type { PaymentNews } from '../../src/payment/input.js';
import type { PaymentCommand } from '../../src/saga/operate-payment.js';
import type { CommandRequest, Step } from '../../src/saga/order-writer.js';
import { claimOf } from '../order/order-life.js';
import { policy, total } from '../payment/payment-life.js';
import { createTestDatabase, type TestDatabase } from '../tools/test-database.js';
import { between } from './between.js';
import { anOrder, delivery, StoreUnderTest, type StoreOptions } from './store-under-test.js';

const payments: StoreOptions = {
  payments: { policy, announce: createAnnouncer({ format: 'masstransit' }) },
  remembers: false,
};

let database: TestDatabase;
let store: StoreUnderTest;

beforeAll(async () => {
  database = await createTestDatabase();
  store = new StoreUnderTest(database.url, payments);
});

afterAll(async () => {
  await store.close();
  await database.drop();
});

const causeOf = (name: string, actor = 'gateway') => ({
  ...{ messageId: MessageId(ownMessagePrefixes.payment + name), conversationId: null, traceparent: null, actor },
});

const said = (orderId: OrderId, name: string, body: PaymentNews): Step => ({
  orderId,
  input: { body, cause: causeOf(name) },
});

type Paid = { readonly orderId: OrderId; readonly operationId: OperationId };

/** An order whose authorization has been asked for. */
async function asked(): Promise<Paid> {
  const orderId = anOrder();
  const body = { type: 'UserCheckedOut', claim: claimOf({ total }), paymentMethod: 'tok_ok' } as const;
  const checkout = delivery(orderId, 'UserCheckedOut');
  await store.writer.advance({ ...checkout, input: { ...checkout.input, body } });
  const [row] = await store.query<{ id: string }>(
    'select operation_id as id from payment_operations where order_id = $1',
    orderId,
  );
  return { orderId, operationId: OperationId(row?.id ?? '') };
}

const effect = { reference: 'auth_7', amount: total };
const answers = ({ orderId, operationId }: Paid): Step =>
  said(orderId, `send:${operationId}:0:1`, { type: 'OperationAnswered', operationId, outcome: { kind: 'ok', effect } });
const webhook = ({ orderId, operationId }: Paid, id = v7()): Step =>
  said(orderId, `webhook:${id}`, { type: 'AuthorizationReported', operationId, effect });

async function authorized(): Promise<Paid> {
  const paid = await asked();
  expect(await store.writer.advance(answers(paid))).toBe('advanced');
  return paid;
}

/** Everything of an order and its payment that somebody could see move. */
const seen = ({ orderId }: Paid, { query } = store) =>
  query(
    `select o.version, o.updated_at, p.version as payment, p.status, p.updated_at as paid_at,
       (select json_agg(e.type order by e.version) from order_events e where e.order_id = o.order_id) as events,
       (select count(*)::int from messages m where m.order_id = o.order_id) as messages
     from orders o join payments p using (order_id) where order_id = $1`,
    orderId,
  );

const inboxOf = async ({ orderId }: Paid): Promise<readonly string[]> => {
  const rows = await store.query<{ id: string }>('select message_id as id from inbox where order_id = $1', orderId);
  return rows.map(({ id }) => id);
};

const operate = (orderId: OrderId, body: PaymentCommand, expectedVersion: number | null) => {
  const request: CommandRequest = { key: v7(), fingerprint: '', expectedVersion };
  const input = { body, cause: causeOf(`request:${request.key}`, 'mai') };
  return store.writer.operate({ orderId, input, request });
};

const versionOf = async (paid: Paid): Promise<number> =>
  ((await seen(paid))[0]?.['version'] as number | undefined) ?? 0;

describe('what the gateway says and is no news', () => {
  it('leaves the order, its payment and their history as they are, and is known when it comes again', async () => {
    const paid = await authorized();
    const before = await seen(paid);
    const redundant = webhook(paid);
    const ignored = async () =>
      (await store.metrics.steps.get()).values.find(({ labels }) => labels.outcome === 'ignored')?.value ?? 0;
    const count = await ignored();
    expect(await store.writer.advance(redundant)).toBe('ignored');
    expect(await ignored()).toBe(count + 1);
    expect(await seen(paid)).toEqual(before);
    expect(await inboxOf(paid)).toContain(redundant.input.cause.messageId);
    expect(await store.writer.advance(redundant)).toBe('duplicate');
    expect(await seen(paid)).toEqual(before);
  });

  it('refuses no command that was made for the version before', async () => {
    const paid = await authorized();
    const version = await versionOf(paid);
    await store.writer.advance(webhook(paid));
    const command = { type: 'CaptureRequested', amount: null } as const;
    expect(await operate(paid.orderId, command, version)).toMatchObject({ kind: 'accepted', status: 'Capturing' });
  });

  it('is noted where it is the answer’s turn to be late, too', async () => {
    const paid = await asked();
    expect(await store.writer.advance(webhook(paid))).toBe('advanced');
    const before = await seen(paid);
    expect(await store.writer.advance(answers(paid))).toBe('ignored');
    expect(await seen(paid)).toEqual(before);
  });

  it('ends its task all the same', async () => {
    const paid = await asked();
    const { orderId, operationId } = paid;
    const unknown = { type: 'OperationAnswered', operationId, outcome: { kind: 'unknown', cause: 'reset' } } as const;
    await store.writer.advance(said(orderId, `send:${operationId}:0:1`, unknown));
    const outOfDate = { type: 'LookedUp', operationId, number: 3, lookUp: { kind: 'not_found' } } as const;
    const insert = `insert into gateway_tasks (order_id, operation_id, task, number, due_at) values ($1, $2, 'look_up', 3, now())`;
    await store.query(insert, orderId, operationId);
    const before = await seen(paid);
    expect(await store.writer.advance(said(orderId, `look_up:${operationId}:3:1`, outOfDate))).toBe('ignored');
    expect(await seen(paid)).toEqual(before);
    const tasks = await store.query('select task, number from gateway_tasks where order_id = $1', orderId);
    expect(tasks).toEqual([{ task: 'look_up', number: 0 }]);
  });

  it('is applied with what came before it in one batch, and noted with it', async () => {
    const paid = await asked();
    const steps = [answers(paid), webhook(paid), delivery(paid.orderId, 'OrderCompleted'), webhook(paid)];
    expect(await Promise.all(steps.map((step) => store.writer.advance(step)))).toEqual([
      ...['advanced', 'ignored', 'advanced', 'ignored'],
    ]);
    const [{ events } = { events: [] }] = await seen(paid);
    expect(events).not.toContain('payment.InputIgnored');
    expect(await inboxOf(paid)).toHaveLength(5);
  });
});

describe('two processes that hear the same', () => {
  /** Another process does something between our read and our write. */
  async function overtaken(meanwhile: () => Promise<unknown>, step: Step): Promise<unknown> {
    let reads = 0;
    const around = between({
      read: async (_requests, read) => {
        const answer = await read();
        reads += 1;
        if (reads === 1) await meanwhile();
        return answer;
      },
    });
    const ours = new StoreUnderTest(database.url, { ...payments, around });
    try {
      return await ours.writer.advance(step);
    } finally {
      await ours.close();
    }
  }

  it('may both note it', async () => {
    const paid = await authorized();
    const [before, redundant] = [await seen(paid), webhook(paid)];
    expect(await overtaken(() => store.writer.advance(redundant), redundant)).toBe('ignored');
    expect(await seen(paid)).toEqual(before);
    expect((await inboxOf(paid)).filter((id) => id === redundant.input.cause.messageId)).toHaveLength(1);
  });

  it('decide again what has become news meanwhile', async () => {
    const paid = await asked();
    // Before anything is held, nothing can be let go.
    const release = { type: 'VoidReported', authorization: effect.reference, how: 'voided' } as const;
    const told = said(paid.orderId, `webhook:${v7()}`, release);
    expect(await overtaken(() => store.writer.advance(answers(paid)), told)).toBe('advanced');
    expect(await seen(paid)).toMatchObject([{ status: 'Voided' }]);
  });
});

describe('what people and neighbours say and changes nothing', () => {
  it('stays in the history: of a neighbour, and of a look-up that an operator asked for', async () => {
    const paid = await asked();
    const { orderId, operationId } = paid;
    const unknown = { type: 'OperationAnswered', operationId, outcome: { kind: 'unknown', cause: 'reset' } } as const;
    await store.writer.advance(said(orderId, `send:${operationId}:0:1`, unknown));
    await operate(orderId, { type: 'LookUpRequested' }, null);
    const version = await versionOf(paid);
    const inVain = { type: 'LookedUp', operationId, number: null, lookUp: { kind: 'not_found' } } as const;
    expect(await store.writer.advance(said(orderId, `look_up:${operationId}:-1:1:x`, inVain))).toBe('ignored');
    expect(await store.writer.advance(delivery(orderId, 'UserCheckedOut'))).toBe('ignored');
    const [{ events } = { events: [] }] = await seen(paid);
    expect((events as readonly string[]).slice(version)).toEqual(['payment.InputIgnored', 'InputIgnored']);
  });
});

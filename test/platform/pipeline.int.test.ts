import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { v7 } from 'uuid';
import type { Request } from '../../src/platform/pipeline/behaviour.js';
import { mediatorChannel } from '../../src/platform/pipeline/tracing.js';
import { InvalidRequest } from '../../src/platform/pipeline/validation.js';
import { IdempotencyKeyReused, PaymentsOff } from '../../src/saga/operate-payment.js';
import { NoGateway } from '../../src/settlement/import-settlement.js';
import { UnusableSettlementFile } from '../../src/settlement/settlement-file.js';
import { eventually } from '../tools/eventually.js';
import { advance, AskAnything, Mediator, NobodyHandlesThis, personal, received } from './mediator.js';

let mediator: Mediator;

beforeEach(async () => {
  mediator = await Mediator.open();
});

afterEach(async () => {
  await mediator.close();
});

const fault = (): Error =>
  Object.assign(new Error('The statement failed', { cause: new Error('The server said no') }), {
    code: '23514',
    // As PostgreSQL's driver and Prisma's client hang it on their errors.
    detail: `Failing row contains (${personal.fullName}, ${personal.email}).`,
    meta: { cause: { detail: `Failing row contains (${personal.fullName}, ${personal.email}).` } },
  });

const failWith = (error: Error): void => {
  mediator.script.answer = () => Promise.reject(error);
};

describe('a command that breaks a rule', () => {
  it('is refused with the field and the rule, and its handler is not entered', async () => {
    const refusal = mediator.commands.execute(advance('ORDER-1', ''));
    await expect(refusal).rejects.toBeInstanceOf(InvalidRequest);
    await expect(refusal).rejects.toMatchObject({
      code: 'REQUEST.INVALID',
      faults: [
        { field: 'orderId', rule: 'must be a UUID in lower case' },
        { field: 'messageId', rule: 'must not be empty' },
      ],
    });
    expect(mediator.script.entered).toEqual([]);
  });

  it('is counted as an error and logged once, as the caller’s fault', async () => {
    await expect(mediator.commands.execute(advance('ORDER-1'))).rejects.toThrow('orderId must be a UUID in lower case');
    expect(await mediator.counted('AdvanceOrder', 'error')).toBe(1);
    expect(mediator.lines()).toMatchObject([{ level: 'info', code: 'REQUEST.INVALID', name: 'AdvanceOrder' }]);
  });
});

describe('the metrics', () => {
  it('count answers and failures of commands and queries apart', async () => {
    await mediator.commands.execute(advance());
    await mediator.queries.execute(new AskAnything(v7()));
    await mediator.queries.execute(new AskAnything(v7()));
    failWith(fault());
    await expect(mediator.commands.execute(advance())).rejects.toThrow('The statement failed');
    await expect(mediator.queries.execute(new AskAnything(v7()))).rejects.toThrow('The statement failed');
    const counts = ['AdvanceOrder', 'AskAnything'].map(async (name) => [
      await mediator.counted(name, 'ok'),
      await mediator.counted(name, 'error'),
    ]);
    expect(await Promise.all(counts)).toEqual([
      [1, 1],
      [2, 1],
    ]);
  });
});

describe('the tracing channel', () => {
  type Seen = readonly [event: string, request: Request];
  let seen: Seen[];
  const note = (event: string) => (request: Request) => seen.push([event, request]);
  const subscriber = {
    start: note('start'),
    end: note('end'),
    asyncStart: note('asyncStart'),
    asyncEnd: note('asyncEnd'),
    error: note('error'),
  };

  beforeEach(() => {
    seen = [];
    mediatorChannel.subscribe(subscriber);
  });

  afterEach(() => {
    mediatorChannel.unsubscribe(subscriber);
  });

  it('tells when a command enters and leaves, each time with the same request', async () => {
    const command = advance();
    await mediator.commands.execute(command);
    expect(seen.map(([event]) => event)).toEqual(['start', 'end', 'asyncStart', 'asyncEnd']);
    expect(new Set(seen.map(([, request]) => request)).size).toBe(1);
    expect(seen[0]?.[1]).toMatchObject({ kind: 'command', name: 'AdvanceOrder' });
    expect(seen[0]?.[1].message).toBe(command);
  });

  it('tells the error of a query, and of a command that is refused', async () => {
    const error = fault();
    failWith(error);
    await expect(mediator.queries.execute(new AskAnything(v7()))).rejects.toBe(error);
    await expect(mediator.commands.execute(advance('ORDER-1'))).rejects.toBeInstanceOf(InvalidRequest);
    const errors = seen.filter(([event]) => event === 'error').map(([, request]) => request);
    expect(errors).toMatchObject([
      { kind: 'query', name: 'AskAnything', error },
      { kind: 'command', name: 'AdvanceOrder' },
    ]);
  });

  it('leaves the order alone in which handlers are entered', () => {
    const orders = [v7(), v7(), v7()];
    for (const orderId of orders) void mediator.commands.execute(advance(orderId));
    expect(mediator.script.entered).toEqual(orders);
  });
});

describe('the log', () => {
  it('says nothing of what succeeds', async () => {
    await mediator.commands.execute(advance());
    expect(mediator.lines()).toEqual([]);
  });

  it.each(['a command', 'a query'] as const)('tells the failure of %s exactly once, with its ids', async (what) => {
    const command = advance();
    const query = new AskAnything(v7());
    failWith(fault());
    const asked = what === 'a query' ? mediator.queries.execute(query) : mediator.commands.execute(command);
    await expect(asked).rejects.toThrow('The statement failed');
    const { orderId, messageId } = what === 'a query' ? { orderId: query.orderId, messageId: undefined } : command;
    const lines = mediator.lines();
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      ...{ level: 'error', orderId, code: '23514' },
      err: { message: 'The statement failed', code: '23514', cause: { message: 'The server said no' } },
    });
    expect(lines[0]?.['messageId']).toBe(messageId);
  });

  it.each([new IdempotencyKeyReused(), new PaymentsOff(), new NoGateway(), new UnusableSettlementFile(['line 2: no'])])(
    'tells a refusal once, as the caller’s fault: $name $code',
    async (refusal) => {
      failWith(refusal);
      await expect(mediator.commands.execute(advance())).rejects.toBe(refusal);
      expect(mediator.lines()).toMatchObject([{ level: 'info', code: refusal.code, msg: refusal.message }]);
      expect(await mediator.counted('AdvanceOrder', 'error')).toBe(1);
    },
  );

  it('tells the failure of a saga’s command exactly once, although Nest reports it too', async () => {
    failWith(fault());
    mediator.events.publish(received(v7()));
    await eventually(async () => expect(await mediator.counted('AdvanceOrder', 'error')).toBe(1));
    expect(mediator.lines()).toMatchObject([{ level: 'error', name: 'AdvanceOrder' }]);
  });

  it('repeats neither the payload nor what a database’s error quotes of a row', async () => {
    failWith(fault());
    await expect(mediator.commands.execute(advance())).rejects.toThrow();
    mediator.events.publish(received(v7()));
    await eventually(() => expect(mediator.lines()).toHaveLength(2));
    const text = JSON.stringify(mediator.lines());
    for (const said of Object.values(personal)) expect(text).not.toContain(said);
  });
});

describe('the handlers of consecutive commands', () => {
  it('are entered synchronously, in the order of the calls', () => {
    const orders = Array.from({ length: 50 }, () => v7());
    for (const orderId of orders) void mediator.commands.execute(advance(orderId));
    expect(mediator.script.entered).toEqual(orders);
  });

  it('are entered in the order of the events that the saga made them from', () => {
    const orders = Array.from({ length: 50 }, () => v7());
    for (const orderId of orders) mediator.events.publish(received(orderId));
    expect(mediator.script.entered).toEqual(orders);
  });
});

describe('a command without a handler', () => {
  it('is a rejection, counted and logged like any failure', async () => {
    const orderId = v7();
    const asked: Promise<unknown> = mediator.commands.execute(new NobodyHandlesThis(orderId));
    await expect(asked).rejects.toThrow('NobodyHandlesThis');
    expect(await mediator.counted('NobodyHandlesThis', 'error')).toBe(1);
    expect(mediator.lines()).toMatchObject([{ level: 'error', name: 'NobodyHandlesThis', orderId }]);
  });
});

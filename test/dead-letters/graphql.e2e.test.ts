import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 } from 'uuid';
import { Neighbours } from '../service/neighbours.js';
import { eventually } from '../tools/eventually.js';
import { startTestService, type TestService } from '../tools/test-service.js';
import { checkout, completion, type Said, saying } from './desk.js';

let service: TestService;
let neighbours: Neighbours;

beforeAll(async () => {
  service = await startTestService();
  neighbours = await Neighbours.join(service.broker);
});
afterAll(() => service.stop());

type Answer = { readonly data?: unknown; readonly errors?: readonly { readonly message: string }[] };

async function ask(query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<Answer> {
  const answer = await fetch(`${service.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  return (await answer.json()) as Answer;
}

type Listed = { readonly id: string; readonly orderId: string | null };

const list = async (filter: object): Promise<readonly Listed[]> => {
  const { data } = await ask(
    `query ($filter: DeadLetterFilter) { deadLetters(filter: $filter) { nodes { id orderId } } }`,
    { filter },
  );
  return (data as { readonly deadLetters: { readonly nodes: readonly Listed[] } }).deadLetters.nodes;
};

/** Puts messages where the service takes them for dead, and waits until all are. */
async function bury(all: readonly Said[], reason: string, count: number): Promise<void> {
  for (const { source, message } of all) await neighbours.send(source, message);
  await eventually(async () => {
    expect(await list({ reason })).toHaveLength(count);
  });
}

const redrive = `mutation ($input: RedriveDeadLettersInput!) { redriveDeadLetters(input: $input) { __typename
  ... on DeadLettersRedriven { letters { id outcome reason detail } next } ... on NoOpenDeadLetters { message } } }`;
const discard = `mutation ($input: DiscardDeadLettersInput!) { discardDeadLetters(input: $input) { __typename
  ... on DeadLettersDiscarded { ids next } ... on NoOpenDeadLetters { message } } }`;

describe('the dead letters over GraphQL', () => {
  it('are grouped, listed by pages and shown with their bytes', async () => {
    const bad = [1, 2, 3].map(() => saying(checkout, undefined, '-1'));
    // One after the other: side by side, the last one sent needn't be the last one buried.
    for (const [index, one] of bad.entries()) await bury([one], 'INVALID_FIELD', index + 1);
    const type = `${checkout}IntegrationEvent`;
    const groups = await ask('{ deadLetterGroups { reason type letters orders } }');
    expect(groups).toEqual({ data: { deadLetterGroups: [{ reason: 'INVALID_FIELD', type, letters: 3, orders: 0 }] } });

    const page = `query ($after: String) { deadLetters(first: 2, after: $after, filter: { type: "${type}" }) {
      totalCount nodes { messageId } pageInfo { hasNextPage hasPreviousPage endCursor } } }`;
    type Page = { readonly deadLetters: { readonly pageInfo: { readonly endCursor: string } } };
    const first = await ask(page);
    const { endCursor } = (first.data as Page).deadLetters.pageInfo;
    const ids = bad.map(({ message: { messageId } }) => ({ messageId })).reverse();
    expect(first.data).toMatchObject({ deadLetters: { totalCount: 3, nodes: ids.slice(0, 2) } });
    expect(await ask(page, { after: endCursor })).toMatchObject({
      data: { deadLetters: { nodes: ids.slice(2), pageInfo: { hasNextPage: false, hasPreviousPage: true } } },
    });

    const [newest] = await list({ reason: 'INVALID_FIELD' });
    const shown = await ask(
      `query ($id: UUID!) { deadLetter(id: $id) { direction reason detail source contentType headers size attempts
        firstAt lastAt status body { encoding content } } }`,
      { id: newest?.id },
    );
    const message = bad[2]?.message;
    expect(shown).toMatchObject({
      data: {
        deadLetter: {
          ...{ direction: 'INBOUND', reason: 'INVALID_FIELD', detail: 'totalMoney must not be negative.', attempts: 1 },
          ...{
            contentType: message?.contentType,
            headers: message?.headers,
            size: message?.body.length,
            status: 'OPEN',
          },
          body: { encoding: 'TEXT', content: message?.body.toString() },
        },
      },
    });
  });

  it('are discarded with a reason, and redriven no more', async () => {
    const input = { which: { reason: 'INVALID_FIELD' }, by: 'mai' };
    expect(await ask(discard, { input: { ...input, reason: 'test orders', first: 2 } })).toMatchObject({
      data: { discardDeadLetters: { ids: [expect.any(String), expect.any(String)], next: expect.any(String) } },
    });
    expect(await ask(discard, { input: { ...input, reason: 'test orders' } })).toMatchObject({
      data: { discardDeadLetters: { __typename: 'DeadLettersDiscarded', next: null } },
    });
    const nothing = { __typename: 'NoOpenDeadLetters', message: 'No open dead letter is meant' };
    expect(await ask(redrive, { input })).toEqual({ data: { redriveDeadLetters: nothing } });
    expect(await list({ status: ['DISCARDED'] })).toHaveLength(3);
    expect(
      await ask('{ deadLetters(filter: { status: DISCARDED }) { nodes { resolvedBy resolutionReason } } }'),
    ).toEqual({
      data: { deadLetters: { nodes: [1, 2, 3].map(() => ({ resolvedBy: 'mai', resolutionReason: 'test orders' })) } },
    });
  });

  it('are redriven in order, and their commands go out', async () => {
    const first = saying(checkout);
    const both = [first, saying(completion, first.orderId)];
    // As a version of ours would have buried them that could not read what this one can.
    await service.site.sql.query(
      `insert into dead_letters (fingerprint, direction, reason, detail, source, content_type, message_id, headers, body)
       select gen_random_uuid()::text, 'inbound', 'UnknownType', '', source, content_type, message_id, '{}', body
       from unnest($1::text[], $2::text[], $3::text[], $4::bytea[]) with ordinality as l(source, content_type, message_id, body, n)
       order by n`,
      [
        both.map(({ source }) => source),
        both.map(({ message }) => message.contentType),
        both.map(({ message }) => message.messageId),
        both.map(({ message }) => message.body),
      ],
    );
    const redriven = await ask(redrive, { input: { which: { reason: 'UNKNOWN_TYPE' }, by: 'mai' } });
    expect(redriven).toMatchObject({
      data: {
        redriveDeadLetters: { letters: [{ outcome: 'APPLIED', reason: null }, { outcome: 'APPLIED' }], next: null },
      },
    });
    await eventually(() => {
      const types = neighbours.commandsOf(first.orderId).map(({ type }) => type);
      expect(types).toEqual(['PlaceOrderCommand', 'CompleteOrderCommand']);
    });
  });

  it('say what failed again, and why', async () => {
    await bury(
      [{ ...saying(checkout), message: { ...saying(checkout).message, body: Buffer.from([0xff, 0]) } }],
      'MALFORMED_BODY',
      1,
    );
    const redriven = await ask(redrive, { input: { which: { reason: 'MALFORMED_BODY' }, by: 'mai' } });
    const letter = { outcome: 'FAILED_AGAIN', reason: 'MALFORMED_BODY', detail: 'The body must be valid UTF-8.' };
    expect(redriven).toMatchObject({ data: { redriveDeadLetters: { letters: [letter] } } });
    const { data } = await ask(
      '{ deadLetters(filter: { reason: MALFORMED_BODY }) { nodes { attempts body { encoding content } } } }',
    );
    expect(data).toEqual({
      deadLetters: { nodes: [{ attempts: 2, body: { encoding: 'BASE64', content: '/wA=' } }] },
    });
  });

  it.each([
    [{ which: {}, by: 'mai' }, 'which must name ids, a reason, a type or an order'],
    [{ which: { ids: [v7()] }, by: '' }, 'by must not be empty'],
    [{ which: { ids: [v7()] }, by: 'mai', first: 0 }, 'first is at least 1'],
    [{ which: { ids: [v7()] }, by: 'mai', after: 'x' }, 'after is not a cursor of dead letters'],
  ])('refuse %j by the field and its rule', async (input, message) => {
    expect(await ask(redrive, { input })).toMatchObject({ errors: [{ message }] });
  });

  it('give the bytes of a usual page in one query, and not of much more', async () => {
    const query = (first: number) => `{ deadLetters(first: ${first}) { nodes { body { content } } } }`;
    expect((await ask(query(20))).errors).toBeUndefined();
    expect(await ask(query(30))).toMatchObject({ errors: [{ message: expect.stringContaining('may cost') }] });
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createTestDatabase, type TestDatabase } from '../tools/test-database.js';
import { between } from './between.js';
import { gate } from './gate.js';
import { anOrder, delivery, StoreUnderTest } from './store-under-test.js';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(async () => {
  await database.drop();
});

describe('the second writer', () => {
  it('begins when a hundred and fifty inputs wait for the first, and not for fewer', async () => {
    const mayGoOn = gate();
    const sizes: number[] = [];
    const around = between({
      write: async (writes, write) => {
        sizes.push(writes.length);
        if (sizes.length === 1) await mayGoOn.opened;
        return write();
      },
    });
    const store = new StoreUnderTest(database.url, { around });
    const begin = () => store.writer.advance(delivery(anOrder(), 'UserCheckedOut'));
    const answers = [begin()];
    await nextTurn();
    for (let waiting = 1; waiting < 150; waiting += 1) answers.push(begin());
    await nextTurn();
    expect(sizes).toEqual([1]);
    answers.push(begin());
    await nextTurn();
    expect(sizes).toEqual([1, 150]);
    mayGoOn.open();
    expect(new Set(await Promise.all(answers))).toEqual(new Set(['advanced']));
    await store.close();
  });
});

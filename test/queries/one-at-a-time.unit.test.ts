import { describe, expect, it } from '@jest/globals';
import { oneAtATime } from '../../src/queries/one-at-a-time.js';

/** A table that answers when told to, with the number of the reading. */
function slowTable() {
  const readings: { readonly question: string; readonly answer: () => void; readonly fail: () => void }[] = [];
  const read = (question: string) =>
    new Promise<number>((resolve, reject) => {
      const number = readings.length + 1;
      readings.push({ question, answer: () => resolve(number), fail: () => reject(new Error('no table')) });
    });
  return { ask: oneAtATime(read), readings };
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('a question that is read once at a time', () => {
  it('is read anew for all who ask it while it is under way, and once for them together', async () => {
    const { ask, readings } = slowTable();
    const first = ask('all');
    const [second, third] = [ask('all'), ask('all')];
    expect(readings).toHaveLength(1);
    readings[0]?.answer();
    expect(await first).toBe(1);
    await turn();
    expect(readings).toHaveLength(2);
    readings[1]?.answer();
    expect(await Promise.all([second, third])).toEqual([2, 2]);
  });

  it('is read at once when nobody else asks', async () => {
    const { ask, readings } = slowTable();
    for (const number of [1, 2]) {
      const answer = ask('all');
      readings[number - 1]?.answer();
      expect(await answer).toBe(number);
    }
  });

  it('does not wait for another question', () => {
    const { ask, readings } = slowTable();
    void ask('all');
    void ask('placed');
    expect(readings.map(({ question }) => question)).toEqual(['all', 'placed']);
  });

  it('fails for those who shared the reading, and is read for those who came after', async () => {
    const { ask, readings } = slowTable();
    const first = ask('all');
    const second = ask('all');
    readings[0]?.fail();
    await expect(first).rejects.toThrow('no table');
    await turn();
    readings[1]?.answer();
    expect(await second).toBe(2);
  });
});

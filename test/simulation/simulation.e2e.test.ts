import { describe, expect, it } from '@jest/globals';
import { simulateFromShell } from './command-line.js';

describe('npm run simulate', () => {
  it('finds nothing wrong in two thousand runs', async () => {
    const { code, output } = await simulateFromShell('--runs', '2000');
    expect(output).toMatch(/^0 violations$/m);
    // Of two thousand seeds: too few of anything, and a part of the payments would go unproven.
    const paid =
      /^(\d+) of them with payments: .* ([\d,]+) captures, (\d+) refunds, (\d+) disputes, .* (\d+) crashes around calls/m.exec(
        output,
      );
    const least = [900, 500, 100, 50, 200];
    expect(paid?.slice(1).map((count, index) => Number(count.replace(',', '')) >= (least[index] ?? 0))).toEqual(
      least.map(() => true),
    );
    expect(code).toBe(0);
  }, 180_000);

  it('replays a seed exactly', async () => {
    const { code, output } = await simulateFromShell('--seed', '11', '--trace');
    expect(output).toMatch(/^the same trace twice$/m);
    expect(output).toMatch(/starts as .*consumer/);
    expect(code).toBe(0);
  });

  it('says how a violation is seen again', async () => {
    const { code, output } = await simulateFromShell('--runs', '20', '--mutant', 'no-inbox-row');
    expect(output).toMatch(/^violated: --seed \d+ --mutant no-inbox-row, commit [0-9a-f]{40}$/m);
    expect(code).toBe(1);
  });

  it('refuses what it does not know', async () => {
    expect(await simulateFromShell('--seed', 'eleven')).toMatchObject({ code: 2 });
    expect(await simulateFromShell('--luck')).toMatchObject({ code: 2 });
  });
});

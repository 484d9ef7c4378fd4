import type { Round } from './plan.js';

export type RoundResult = {
  readonly round: Round;
  readonly repeats: number;
  /** Milliseconds from the last fault's end until all that was confirmed by then was applied and sent; null if it took too long. */
  readonly recoveryMs: number | null;
};

const overlaps = 'overlaps of 2 to 4';

/** What a run came to, per kind of fault. */
export class Tally {
  private readonly results: RoundResult[] = [];

  add(result: RoundResult): void {
    this.results.push(result);
  }

  get repeats(): number {
    return this.results.reduce((sum, { repeats }) => sum + repeats, 0);
  }

  get faults(): number {
    return this.results.reduce((sum, { round }) => sum + round.length, 0);
  }

  get kinds(): number {
    return new Set(this.results.flatMap(({ round }) => round.map(({ fault }) => fault.kind))).size;
  }

  recovery(): string {
    return percentiles(this.results);
  }

  /** Repeats and recovery are of the rounds in which the kind struck alone. */
  table(): readonly string[] {
    const kinds = [...new Set(this.results.flatMap(({ round }) => round.map(({ fault }) => fault.kind)))].sort();
    const alone = (kind: string) =>
      this.results.filter(({ round }) => round.length === 1 && round[0]?.fault.kind === kind);
    const amid = (kind: string) =>
      this.results.filter(({ round }) => round.length > 1 && round.some(({ fault }) => fault.kind === kind)).length;
    const together = this.results.filter(({ round }) => round.length > 1);
    return [
      line('fault', 'alone', 'amid', 'repeats', 'recovery p50 / max'),
      ...kinds.map((kind) => row(kind, alone(kind), amid(kind))),
      row(overlaps, together, together.length),
    ];
  }
}

const row = (kind: string, results: readonly RoundResult[], amid: number): string =>
  line(
    kind,
    String(kind === overlaps ? 0 : results.length),
    String(amid),
    String(results.reduce((sum, { repeats }) => sum + repeats, 0)),
    percentiles(results),
  );

const line = (kind: string, alone: string, amid: string, repeats: string, recovery: string): string =>
  `${kind.padEnd(38)}${alone.padStart(6)}${amid.padStart(6)}${repeats.padStart(9)}  ${recovery}`;

function percentiles(results: readonly RoundResult[]): string {
  const sorted = results.map(({ recoveryMs }) => recoveryMs ?? Infinity).sort((a, b) => a - b);
  const [median, longest] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted.at(-1)];
  if (median === undefined || longest === undefined) return '–';
  return `${(median / 1_000).toFixed(1)} / ${(longest / 1_000).toFixed(1)} s`;
}

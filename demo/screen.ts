import { type Status, statusLine, statusTable } from './status.js';

/** Where the demo writes: a terminal, or a file that keeps every line. */
export type Output = { readonly isTTY?: boolean; readonly columns?: number; write(text: string): unknown };

const lineEveryMs = 5_000;

/** Shows how the demo goes: on a terminal a table redrawn in place, elsewhere a line every five seconds. */
export class Screen {
  #drawn = 0;
  #lastLineAt: number | null = null;

  constructor(private readonly output: Output) {}

  /** Text that stays. */
  say(...lines: readonly string[]): void {
    this.#erase();
    for (const line of lines) this.output.write(`${line}\n`);
  }

  show(status: Status): void {
    if (this.output.isTTY !== true) {
      this.#log(status);
      return;
    }
    const columns = this.output.columns ?? 80;
    // A wrapped line would take two rows, and the table could not be drawn over itself.
    const rows = statusTable(status).map((row) => row.slice(0, columns - 1));
    this.#erase();
    this.output.write(`${rows.join('\n')}\n`);
    this.#drawn = rows.length;
  }

  /** The table as it was last drawn stays where it is. */
  leave(): void {
    this.#drawn = 0;
  }

  #log(status: Status): void {
    this.#lastLineAt ??= status.elapsedMs;
    if (status.elapsedMs - this.#lastLineAt < lineEveryMs) return;
    this.#lastLineAt = status.elapsedMs;
    this.output.write(`${statusLine(status)}\n`);
  }

  #erase(): void {
    // Up to the table's first row, and everything below it cleared.
    if (this.#drawn > 0) this.output.write(`\u001b[${this.#drawn}A\u001b[0J`);
    this.#drawn = 0;
  }
}

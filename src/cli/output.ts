import type { Writable } from 'node:stream';

export type OutputMode = 'text' | 'json';

/** What a command says: its answer on standard output, for a person or for a program; how far it is, on standard error. */
export class Output {
  constructor(
    private readonly mode: OutputMode,
    private readonly answers: Writable,
    private readonly remarks: Writable,
  ) {}

  /** One record of the answer: a line of JSON, or its text. Resolves when it's written, so that a long answer isn't gathered in memory. */
  print(record: object, text: string): Promise<void> {
    return write(this.answers, this.mode === 'json' ? JSON.stringify(record, plainBigint) : text);
  }

  /** What only a person wants to read: headings, sums. */
  remark(text: string): Promise<void> {
    return write(this.remarks, text);
  }
}

const plainBigint = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value);

const write = (to: Writable, line: string): Promise<void> =>
  new Promise((resolve, reject) => {
    to.write(`${line}\n`, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });

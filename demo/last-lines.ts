import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** The end of what a process wrote, for the case that it fails. */
export class LastLines {
  readonly #lines: string[] = [];

  constructor(private readonly most: number) {}

  listen(stream: Readable): void {
    createInterface({ input: stream }).on('line', (line) => {
      this.#lines.push(line);
      if (this.#lines.length > this.most) this.#lines.shift();
    });
  }

  get lines(): readonly string[] {
    return this.#lines;
  }
}

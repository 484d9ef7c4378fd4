type Part = { readonly name: string; readonly stop: () => Promise<void> };

/** What has been brought up, to be taken down the other way round, whatever happened. */
export class Parts {
  readonly #up: Part[] = [];

  add(name: string, stop: () => Promise<void>): void {
    this.#up.push({ name, stop });
  }

  /** Stops each, also after one failed to stop. Returns what went wrong. */
  async stopAll(): Promise<readonly Error[]> {
    const faults: Error[] = [];
    for (let part = this.#up.pop(); part !== undefined; part = this.#up.pop()) {
      try {
        await part.stop();
      } catch (cause) {
        faults.push(cause instanceof Error ? cause : new Error(`The ${part.name} could not be stopped`, { cause }));
      }
    }
    return faults;
  }
}

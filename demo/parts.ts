/** In the order in which they end: who asks goes before who answers. */
const endOrder = ['neighbours', 'service', 'gateway', 'database'] as const;

type PartName = (typeof endOrder)[number];

/** What has been brought up, to be taken down whatever happened. */
export class Parts {
  readonly #stops = new Map<PartName, () => Promise<void>>();

  add(name: PartName, stop: () => Promise<void>): void {
    this.#stops.set(name, stop);
  }

  /** Stops each, also after one failed to stop. Returns what went wrong. */
  async stopAll(): Promise<readonly Error[]> {
    const faults: Error[] = [];
    for (const name of endOrder) {
      try {
        await this.#stops.get(name)?.();
      } catch (cause) {
        faults.push(cause instanceof Error ? cause : new Error(`The ${name} could not be stopped`, { cause }));
      }
    }
    return faults;
  }
}

/** A bell between those who have something to do and the one loop that does it; a ring while the loop is busy isn't lost. */
export class Wake {
  private isRung = false;
  private answer: (() => void) | null = null;

  ring(): void {
    if (this.isRung) return;
    this.isRung = true;
    // Not at once: what else happens in this turn of the event loop goes into the same batch.
    if (this.answer !== null) setImmediate(this.answer);
  }

  /** Resolves at the next ring, or one that came before, or after so many milliseconds. */
  async within(milliseconds: number): Promise<void> {
    if (!this.isRung) {
      await new Promise<void>((resolve) => {
        const timeout = setTimeout(resolve, milliseconds);
        this.answer = () => {
          clearTimeout(timeout);
          resolve();
        };
      });
    }
    this.answer = null;
    this.isRung = false;
  }
}

/** Remembers one ring until somebody has heard it: a burst of rings is one wake-up, and none is lost between two waits. */
export class Bell {
  private rung = false;
  private hear: (() => void) | null = null;

  ring(): void {
    this.rung = true;
    this.hear?.();
  }

  async wait(): Promise<void> {
    if (!this.rung) {
      await new Promise<void>((resolve) => {
        this.hear = resolve;
      });
      this.hear = null;
    }
    this.rung = false;
  }
}

/** Where a run says what happens, and what is wrong. */
export class LogLines {
  readonly violations: string[] = [];
  private readonly startedAt = performance.now();

  constructor(private readonly write: (line: string) => void) {}

  say(line: string): void {
    const seconds = ((performance.now() - this.startedAt) / 1000).toFixed(1);
    this.write(`${seconds.padStart(7)} s  ${line}`);
  }

  /** An invariant doesn't hold. */
  violation(what: string): void {
    this.violations.push(what);
    this.say(`VIOLATION: ${what}`);
  }
}

/** What happened in a run, in order, as a hash; the lines themselves only when somebody wants to read them. */
export class Trace {
  readonly lines: string[] = [];
  private first = 0xdeadbeef;
  private second = 0x41c6ce57;

  constructor(private readonly keepsLines: boolean) {}

  /** @param at virtual milliseconds */
  note(at: number, what: string, who: string): void {
    this.mix(Math.round(at * 1_000));
    for (let index = 0; index < what.length; index += 1) this.mix(what.charCodeAt(index));
    for (let index = 0; index < who.length; index += 1) this.mix(who.charCodeAt(index));
    if (this.keepsLines) this.lines.push(`${at.toFixed(3).padStart(12)} ${who.padEnd(12)} ${what}`);
  }

  /** The same for the same trace. */
  get hash(): string {
    return [this.first, this.second].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
  }

  private mix(value: number): void {
    this.first = Math.imul(this.first ^ value, 2_654_435_761);
    this.second = Math.imul(this.second ^ value, 1_597_334_677);
    this.first ^= this.second >>> 13;
  }
}

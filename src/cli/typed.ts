import { WrongUsage } from './wrong-usage.js';

export type RawValues = Readonly<Record<string, string | boolean | undefined>>;

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

const toUuid = (name: string, raw: string): string => {
  if (uuid.test(raw)) return raw.toLowerCase();
  throw new WrongUsage(`${name} must be a UUID`);
};

/** The options and operands of one command, each read by its rule. Every reader throws WrongUsage. */
export class Typed {
  constructor(
    private readonly values: RawValues,
    readonly operands: readonly string[],
  ) {}

  flag(name: string): boolean {
    return this.values[name] === true;
  }

  text(name: string): string | undefined {
    const raw = this.values[name];
    if (raw === '') throw new WrongUsage(`--${name} must not be empty`);
    return typeof raw === 'string' ? raw : undefined;
  }

  required(name: string): string {
    const raw = this.text(name);
    if (raw === undefined) throw new WrongUsage(`--${name} is required`);
    return raw;
  }

  whole(name: string, least: number, most: number): number | undefined {
    const raw = this.text(name);
    if (raw === undefined) return undefined;
    if (/^\d{1,15}$/.test(raw) && Number(raw) >= least && Number(raw) <= most) return Number(raw);
    throw new WrongUsage(`--${name} must be a whole number from ${String(least)} to ${String(most)}`);
  }

  uuid(name: string): string | undefined {
    const raw = this.text(name);
    return raw === undefined ? undefined : toUuid(`--${name}`, raw);
  }

  time(name: string): Date | undefined {
    const raw = this.text(name);
    if (raw === undefined) return undefined;
    const time = new Date(moment.test(raw) ? raw : Number.NaN);
    if (!Number.isNaN(time.getTime())) return time;
    throw new WrongUsage(`--${name} must be a date and time with its offset, such as 2026-07-01T12:00:00Z`);
  }

  oneOf<T extends string>(name: string, known: readonly T[]): T | undefined {
    const raw = this.text(name);
    if (raw === undefined) return undefined;
    const found = known.find((one) => one === raw);
    if (found === undefined) throw new WrongUsage(`--${name} must be one of ${known.join(', ')}`);
    return found;
  }

  /** The operands as ids. */
  ids(): readonly string[] {
    return this.operands.map((raw) => toUuid('an ID', raw));
  }
}

import type { LoggerService } from '@nestjs/common';
import { type DestinationStream, type Logger, pino } from 'pino';

/** Structured lines on standard error, so that a command's answer on standard output stays clean. Never payloads, never personal data. */
export type Log = Logger;

export const LOG = Symbol('Log');

export const createLog = (level: string, to: DestinationStream = pino.destination({ fd: 2, sync: true })): Log =>
  pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: plainError },
    },
    to,
  );

type PlainError = {
  readonly type: string;
  readonly code: unknown;
  readonly message: string;
  readonly stack: string | undefined;
  readonly cause: PlainError | null;
};

/** Only what an error says of itself: drivers hang commands with passwords, and rows with personal data, on theirs. */
function plainError(error: unknown): PlainError | null {
  if (!(error instanceof Error)) return null;
  const { name: type, message, stack, cause } = error;
  return { type, code: 'code' in error ? error.code : undefined, message, stack, cause: plainError(cause) };
}

/** What an error is to whoever reads the log: its code, its sentence and where it came from. */
export function errorFields(error: unknown): { readonly err: unknown; readonly code?: unknown } {
  return error instanceof Error && 'code' in error ? { err: error, code: error.code } : { err: error };
}

const told = new WeakSet<object>();

/** Notes that a failure has been logged: whoever hears of it later needn't say it again. */
export function markTold(error: unknown): void {
  if (error instanceof Error) told.add(error);
}

const isTold = (detail: unknown): boolean => detail instanceof Error && told.has(detail);

/** Nest's own messages, in the same lines as ours. */
export class NestLog implements LoggerService {
  constructor(private readonly pinoLog: Log) {}

  log(message: unknown, context?: string): void {
    this.pinoLog.debug({ context }, String(message));
  }

  warn(message: unknown, context?: string): void {
    this.pinoLog.warn({ context }, String(message));
  }

  error(message: unknown, ...details: readonly unknown[]): void {
    // Nest's event bus reports what a saga's command threw, which the pipeline around the command has done.
    if (details.some(isTold)) return;
    this.pinoLog.error({ details: details.map(String) }, String(message));
  }

  debug(message: unknown, context?: string): void {
    this.pinoLog.trace({ context }, String(message));
  }

  verbose(message: unknown, context?: string): void {
    this.pinoLog.trace({ context }, String(message));
  }
}

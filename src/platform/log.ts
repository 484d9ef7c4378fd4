import type { LoggerService } from '@nestjs/common';
import { pino, type Logger } from 'pino';

/** Structured lines on standard error, so that a command's answer on standard output stays clean. Never payloads, never personal data. */
export type Log = Logger;

export const LOG = Symbol('Log');

export const createLog = (level: string): Log =>
  pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    pino.destination({ fd: 2, sync: true }),
  );

/** What an error is to whoever reads the log: its code, its sentence and where it came from. */
export function errorFields(error: unknown): { readonly err: unknown; readonly code?: unknown } {
  return error instanceof Error && 'code' in error ? { err: error, code: error.code } : { err: error };
}

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
    this.pinoLog.error({ details: details.map(String) }, String(message));
  }

  debug(message: unknown, context?: string): void {
    this.pinoLog.trace({ context }, String(message));
  }

  verbose(message: unknown, context?: string): void {
    this.pinoLog.trace({ context }, String(message));
  }
}

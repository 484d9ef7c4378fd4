import type { DecodeFault } from './codec.js';

/** What reading a part of a message comes to. The message's type is added where it's known. */
export type Read<T> = { readonly ok: true; readonly value: T } | Refused;

export type Refused = { readonly ok: false; readonly fault: DecodeFault };

export const accept = <T>(value: T): Read<T> => ({ ok: true, value });

export const refuse = (reason: DecodeFault['reason'], detail: string, type: string | null = null): Refused => ({
  ok: false,
  fault: { reason, detail, type },
});

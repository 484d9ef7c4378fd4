// @ts-check
/// <reference path="./webassembly.d.ts" />
import { UnknownMethod } from './methods.mjs';
import { panic } from './wasm-engine.mjs';

/** @import { RpcError } from './json-rpc.mjs' */

const KNOWN_FAILURE = 4466;
const PANIC = 4467;

/**
 * The answer that the native engine gives for the same failure: the CLI reads `data.error_code`, `data.message`, `data.meta`, `data.is_panic`.
 * @param {unknown} failure
 * @returns {RpcError}
 */
export function rpcError(failure) {
  const error = failure instanceof Error ? failure : new Error(String(failure));
  if (error instanceof UnknownMethod) return { code: error.code, message: error.message };
  if (error instanceof WebAssembly.RuntimeError || panic.message !== '') {
    const message = panic.message === '' ? error.message : panic.message;
    return {
      code: PANIC,
      message,
      data: { is_panic: true, message, backtrace: error.stack ?? null },
    };
  }
  const code =
    'code' in error && typeof error.code === 'string' && /^P\d{4}$/.test(error.code) ? error.code : undefined;
  const meta = 'meta' in error ? error.meta : null;
  return {
    code: KNOWN_FAILURE,
    message: 'An error happened. Check the data field for details.',
    data: { is_panic: false, message: error.message, meta, ...(code === undefined ? {} : { error_code: code }) },
  };
}

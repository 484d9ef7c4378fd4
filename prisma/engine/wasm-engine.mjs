// @ts-check
/// <reference path="./webassembly.d.ts" />
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';

/**
 * @import { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils'
 * @import { SchemaEngine } from '@prisma/schema-engine-wasm/schema_engine_bg'
 */

/** The engine's last words before a trap. */
export const panic = { message: '' };

/** @type {Promise<void> | undefined} */
let loaded;

/** The engine never clears the 10 s limit on its advisory lock: it would keep a finished process alive that long. */
function unrefTimers() {
  const name = Object.keys(bindings).find((key) => key.startsWith('__wbg_setTimeout_'));
  /**
   * @param {() => void} callback
   * @param {number} milliseconds an i32 that stands for an u32
   */
  const unrefTimeout = (callback, milliseconds) => setTimeout(callback, milliseconds >>> 0).unref();
  return name === undefined ? {} : { [name]: unrefTimeout };
}

async function load() {
  // Node 20 can't import .wasm, which the package's own entry does: its bindings are linked by hand.
  const script = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const module = await WebAssembly.compile(await readFile(join(dirname(script), 'schema_engine_bg.wasm')));
  Object.assign(globalThis, {
    PRISMA_WASM_PANIC_REGISTRY: {
      /** @param {string} message */
      set_message: (message) => {
        panic.message = message;
      },
    },
  });
  const { exports } = await WebAssembly.instantiate(module, {
    './schema_engine_bg.js': { ...bindings, ...unrefTimers() },
  });
  bindings.__wbg_set_wasm(exports);
  const start = exports['__wbindgen_start'];
  if (typeof start !== 'function')
    throw new Error('@prisma/schema-engine-wasm has no start function: is its version that of prisma?');
  start();
}

/**
 * @param {SqlMigrationAwareDriverAdapterFactory} adapters
 * @param {[path: string, content: string][]} [datamodels]
 * @param {(line: string) => void} [log] one JSON line at a time
 * @returns {Promise<SchemaEngine>}
 */
export async function openSchemaEngine(adapters, datamodels, log = () => undefined) {
  loaded ??= load();
  await loaded;
  // An empty list makes it panic.
  const options = { datamodels: datamodels?.length === 0 ? undefined : datamodels };
  return bindings.SchemaEngine.new(options, log, bindMigrationAwareSqlAdapterFactory(adapters));
}

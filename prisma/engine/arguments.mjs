// @ts-check
import { parseArgs } from 'node:util';

/**
 * What the CLI asks of the engine on its command line.
 * @typedef {object} EngineArguments
 * @property {'rpc' | 'version' | 'can-connect-to-database' | 'create-database' | 'drop-database'} command
 * @property {readonly string[]} datamodels paths of schema files
 * @property {string | undefined} url
 * @property {string | undefined} shadowUrl
 */

const DATABASE_COMMANDS = /** @type {const} */ (['can-connect-to-database', 'create-database', 'drop-database']);

/** @param {string} json `{"url": …, "shadowDatabaseUrl": …}`; either may be missing or empty */
function parseDatasource(json) {
  /** @type {unknown} */
  const parsed = JSON.parse(json);
  /** @param {'url' | 'shadowDatabaseUrl'} key */
  const text = (key) => {
    const value = typeof parsed === 'object' && parsed !== null ? Reflect.get(parsed, key) : undefined;
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  return { url: text('url'), shadowUrl: text('shadowDatabaseUrl') };
}

/**
 * @param {readonly string[]} argv without `node` and the script
 * @returns {EngineArguments}
 */
export function parseArguments(argv) {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      datamodels: { type: 'string', multiple: true, short: 'd', default: [] },
      datasource: { type: 'string', default: '{}' },
      version: { type: 'boolean', short: 'V', default: false },
      // Of no concern to the WASM engine.
      'enabled-preview-features': { type: 'string' },
      'extension-types': { type: 'string' },
    },
  });
  const [cli, subcommand, ...rest] = positionals;
  const databaseCommand = DATABASE_COMMANDS.find((known) => known === subcommand);
  if (cli !== undefined && (cli !== 'cli' || databaseCommand === undefined || rest.length > 0)) {
    throw new Error(`The schema engine does not know the command ${positionals.join(' ')}.`);
  }
  return {
    command: values.version ? 'version' : (databaseCommand ?? 'rpc'),
    datamodels: values.datamodels,
    ...parseDatasource(values.datasource),
  };
}

// @ts-check

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
  /** @type {string[]} */
  const datamodels = [];
  /** @type {EngineArguments['command']} */
  let command = 'rpc';
  /** @type {{ url: string | undefined, shadowUrl: string | undefined }} */
  let datasource = { url: undefined, shadowUrl: undefined };

  const rest = [...argv];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const databaseCommand = DATABASE_COMMANDS.find((known) => known === word);
    if (databaseCommand !== undefined) command = databaseCommand;
    else if (word === '--version' || word === '-V') command = 'version';
    else if (word === '--datamodels' || word === '-d') datamodels.push(rest.shift() ?? '');
    else if (word === '--datasource') datasource = parseDatasource(rest.shift() ?? '{}');
    // Of no concern to the WASM engine, but their values must not be read as words of ours.
    else if (word === '--enabled-preview-features' || word === '--extension-types') rest.shift();
    else if (word !== 'cli') throw new Error(`The schema engine does not know the argument ${word}.`);
  }
  return { command, datamodels, ...datasource };
}

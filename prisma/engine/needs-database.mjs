// @ts-check

const WITH_DATABASE = new Set(['migrate', 'db', 'studio']);
const DIFF_SOURCES = ['--from-config-datasource', '--to-config-datasource', '--from-migrations', '--to-migrations'];

/**
 * Whether a Prisma command talks to a database: only then is the embedded one worth starting.
 * @param {readonly string[]} argv the CLI's arguments
 * @returns {boolean}
 */
export function needsDatabase(argv) {
  const [command, subcommand] = argv;
  if (
    command === undefined ||
    argv.includes('--help') ||
    argv.includes('-h') ||
    argv.some((word) => word.startsWith('--url'))
  )
    return false;
  // Two schema files can be compared without a server; migrations are replayed in a shadow database.
  if (command === 'migrate' && subcommand === 'diff') {
    return argv.some((word) => DIFF_SOURCES.some((source) => word === source || word.startsWith(`${source}=`)));
  }
  return WITH_DATABASE.has(command) && subcommand !== undefined ? true : command === 'studio';
}

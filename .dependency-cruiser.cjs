/**
 * Who may import whom: a row per folder of src/, and of what else is ours. A folder without a row fails.
 * `app.module.ts` and `main.ts` put the service together, `finance.module.ts` and `finance.ts` the command: the only files
 * that may import every module.
 */
const allowed = {
  kernel: [],
  order: ['kernel'],
  payment: ['kernel'],
  ledger: ['kernel'],
  contracts: ['kernel', 'order', 'payment', 'ledger'],
  platform: ['kernel'],
  broker: ['kernel', 'platform'],
  inbox: ['kernel', 'order', 'contracts', 'broker/*', 'saga', 'platform'],
  saga: ['kernel', 'order', 'payment', 'contracts', 'platform'],
  store: ['kernel', 'order', 'payment', 'ledger', 'contracts', 'saga', 'platform'],
  outbox: ['kernel', 'contracts', 'broker/*', 'platform'],
  timers: ['kernel', 'order', 'payment', 'saga', 'platform'],
  retention: ['platform'],
  gateway: ['kernel', 'payment', 'saga', 'platform'],
  settlement: ['kernel', 'order', 'payment', 'ledger', 'gateway/*', 'saga', 'platform'],
  projections: ['kernel', 'order', 'payment', 'ledger', 'platform'],
  queries: ['kernel', 'order', 'payment', 'ledger', 'contracts', 'settlement', 'platform'],
  api: ['kernel', 'order', 'payment', 'ledger', 'contracts', 'saga', 'settlement', 'queries', 'platform'],
  cli: ['kernel', 'order', 'ledger', 'contracts', 'saga', 'settlement', 'queries', 'platform'],
};

/** The packages a module may use, where the table says so; `node:` is one of them. The others may use any dependency. */
const packages = {
  kernel: [],
  order: [],
  payment: [],
  ledger: [],
  contracts: ['node:', 'zod', 'lossless-json', 'yaml'],
};

const PRISMA = '^src/platform/prisma/|^node_modules/(@prisma|prisma)/';
const folder = (name) => `^src/${name}/`;
/** `broker/*`: the files of the folder itself (its port), none of those below it (its adapters). */
const target = (entry) => (entry.endsWith('/*') ? `^src/${entry.slice(0, -1)}[^/]+$` : folder(entry));
const escaped = (name) => name.replaceAll('.', '\\.');

const moduleRules = Object.entries(allowed).map(([name, others]) => ({
  name: `${name}-imports`,
  comment: `${name}/ may import ${[name, ...others].join(', ')} of src/, and nothing else of it.`,
  severity: 'error',
  from: { path: folder(name) },
  to: { path: '^(src|test|demo|bench|web)/', pathNot: [folder(name), ...others.map(target)] },
}));

const packageRules = Object.entries(packages).map(([name, mayUse]) => ({
  name: `${name}-packages`,
  comment: `${name}/ may use ${mayUse.join(', ') || 'no package, not even node:'}.`,
  severity: 'error',
  from: { path: folder(name) },
  to: {
    dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown', 'unknown'],
    // Node's own modules are spelled without their prefix here: `node:crypto` is a core module called `crypto`.
    ...(mayUse.includes('node:') ? { dependencyTypesNot: ['core'] } : {}),
    ...(mayUse.length > 0
      ? { pathNot: mayUse.filter((one) => one !== 'node:').map((one) => `^node_modules/${escaped(one)}/`) }
      : {}),
  },
}));

module.exports = {
  forbidden: [
    {
      name: 'known-folders',
      comment:
        'Every folder of src/ has a row in the table `allowed`, and only the files that put everything together lie outside them.',
      severity: 'error',
      // There is no way to forbid a file as such; this matches each one.
      module: {
        path: '^src/',
        pathNot: ['^src/(app\\.module|main|finance\\.module|finance)\\.ts$', ...Object.keys(allowed).map(folder)],
        numberOfDependentsLessThan: 100,
      },
      from: {},
    },
    ...moduleRules,
    ...packageRules,
    {
      name: 'saga-knows-contracts-by-type',
      comment: 'The saga knows what a message says, never how it is read or written.',
      severity: 'error',
      from: { path: folder('saga') },
      to: { path: folder('contracts'), dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-way-to-prisma',
      comment: 'Neither saga nor inbox reaches Prisma, not by any detour: the store stands behind their ports.',
      severity: 'error',
      from: { path: '^src/(saga|inbox)/' },
      to: { path: PRISMA, reachable: true },
    },
    {
      name: 'questions-decide-nothing',
      // Not by any detour: the state machine's drawing, which is a question, is printed from what decide answers.
      comment: 'An order at a version is evolved from its events; deciding is for commands.',
      severity: 'error',
      from: { path: folder('queries') },
      to: { path: '^src/order/decide\\.ts$' },
    },
    {
      name: 'neighbours-share-no-code',
      comment: 'The simulated neighbours speak over the broker only; a mistake in contracts/ must not be made twice.',
      severity: 'error',
      from: { path: '^demo/' },
      to: { path: '^src/', pathNot: [folder('broker'), folder('platform'), folder('kernel')] },
    },
    {
      name: 'simulated-gateway-shares-no-code',
      comment: 'Its books are what the service is judged by; it is spoken to over HTTP only.',
      severity: 'error',
      from: { path: '^demo/gateway/' },
      to: { path: '^(src|test|demo)/', pathNot: '^demo/gateway/' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: { pathNot: '^src/platform/prisma/generated/' },
      to: { circular: true },
    },
    {
      name: 'no-barrels',
      comment: 'A file full of re-exports hides who needs what. Name the file for its one thing.',
      severity: 'error',
      module: { path: '^(src|test|demo|bench|web)/(.+/)?index\\.[cm]?[jt]sx?$', numberOfDependentsLessThan: 100 },
      from: {},
    },
    {
      name: 'no-development-packages',
      comment: 'What runs in production is installed in production.',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'only-declared-packages',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'resolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: '^node_modules/|^src/platform/prisma/generated/' },
    // A type's import is an import: knowing a shape is knowing the module.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};

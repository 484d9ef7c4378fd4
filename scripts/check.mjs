import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/**
 * `npm run check`: every check's answer, even if another has failed. In two lanes, since eslint takes as long as the
 * others together; output is held back until its check ends, so that it isn't mixed.
 */
const ROOT = fileURLToPath(new URL('../', import.meta.url));
const LANES = [
  { eslint: ['eslint/bin/eslint.js', '.', '--max-warnings', '0'] },
  {
    types: ['typescript/bin/tsc', '--noEmit'],
    'types of web/': ['typescript/bin/tsc', '--noEmit', '-p', 'web/tsconfig.json'],
    prettier: ['prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'],
    'dependency-cruiser': ['dependency-cruiser/bin/dependency-cruise.mjs', 'src', 'test', 'demo', 'bench', 'web'],
    knip: ['knip/bin/knip.js'],
  },
];

await Promise.all(
  LANES.map(async (lane) => {
    for (const [name, command] of Object.entries(lane)) await check(name, command);
  }),
);

async function check(name, [program, ...args]) {
  const started = performance.now();
  const { code, output } = await run(`node_modules/${program}`, args);
  console.log(`${name}: ${code === 0 ? 'ok' : 'failed'} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  if (code === 0) return;
  console.log(output);
  process.exitCode = 1;
}

function run(program, args) {
  const child = spawn(process.execPath, [program, ...args], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}

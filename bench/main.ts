import { writeFile } from 'node:fs/promises';
import { type Flags, readFlags } from './flags.js';
import { machine } from './machine.js';
import { BenchFailed } from './part.js';
import { parts } from './parts.js';
import { asJson, report } from './report.js';
import { measureRounds } from './rounds.js';
import { openSurroundings } from './surroundings.js';

const say = (line: string): void => void process.stderr.write(`${line}\n`);

// The terminal's Ctrl-C reaches the processes of the run as well: their end fails the part under way, which then tidies up.
const interrupted = new AbortController();
process.on('SIGINT', () => interrupted.abort());

async function bench(flags: Flags): Promise<void> {
  const { only, occasions, json, rounds } = flags;
  const asked = parts.filter((one) => only?.includes(one.name) ?? occasions.includes(one.occasion));
  const surroundings = await openSurroundings(process.env);
  try {
    const about = await machine(surroundings.urls);
    const { measured, faults } = await measureRounds(asked, rounds, surroundings, {
      say,
      interrupted: interrupted.signal,
    });
    const lines = Object.entries(about).map(([what, text]) => `${what}: ${text}`);
    process.stdout.write(`${lines.join('\n')}\n\n${report(asked, measured)}\n`);
    if (json !== null) await writeFile(json, asJson(measured, about));
    if (faults.length > 0) throw new BenchFailed(faults.join('\n'));
  } finally {
    await surroundings.stop();
  }
}

const asked = readFlags(process.argv.slice(2));
if ('help' in asked) {
  process.stdout.write(`${asked.help}\n`);
} else if ('wrong' in asked) {
  say(asked.wrong);
  process.exitCode = 2;
} else {
  try {
    await bench(asked.run);
  } catch (error) {
    say(error instanceof BenchFailed ? error.message : String(error instanceof Error ? error.stack : error));
    process.exitCode = 1;
  }
}

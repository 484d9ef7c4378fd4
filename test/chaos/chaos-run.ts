import { setTimeout as pause } from 'node:timers/promises';
import { kindsWith } from './catalogue.js';
import type { Fault, Stage } from './faults/fault.js';
import type { Flags } from './flags.js';
import { financeFaults } from './finance.js';
import { Flow } from './flow.js';
import { HealthWatch } from './health-watch.js';
import type { LogLines } from './log-lines.js';
import { Neighbours } from './neighbours.js';
import { type Evidence, readEvidence } from './oracle/evidence.js';
import { truthByOrder } from './oracle/gateway-truth.js';
import { judgeRun } from './oracle/judge-run.js';
import { overlapsOf, type Round, roundsOf } from './plan.js';
import { Progress } from './progress.js';
import { bringPaymentsToRest } from './rest.js';
import { RefundDesk } from './refund-desk.js';
import { Site } from './site.js';
import { Tally } from './tally.js';

/** Eight processes at once, before anything is measured. */
const startWithinMs = 300_000;
/** Nothing may come twice while nothing is wrong. */
const calmMs = 10_000;
const betweenRoundsMs = 500;

export type ChaosResult = {
  readonly tally: Tally;
  readonly orders: number;
  readonly events: number;
  readonly commands: number;
  readonly poison: number;
  /** How many ended in each status. */
  readonly payments: ReadonlyMap<string, number>;
  /** That people asked for, and that were taken on. */
  readonly refunds: number;
  readonly unreadyProbes: number;
  readonly peaks: ReadonlyMap<string, number>;
};

/** Orders flow, faults strike, everything heals, and every invariant is judged. Violations go to the log. */
export async function chaosRun(flags: Flags, log: LogLines): Promise<ChaosResult> {
  const site = await Site.open(log, flags.mutant);
  const neighbours = new Neighbours(site.servers.rabbitmq.url);
  const progress = new Progress(site.sql);
  const desk = new RefundDesk(site.member('api').url);
  const flow = new Flow(neighbours, desk, progress, flags);
  const watch = new HealthWatch([...site.members.values()], log);
  const stage: Stage = { site, neighbours, flow, progress, robbed: new Set() };
  const tally = new Tally();
  try {
    await site.start();
    await neighbours.join();
    const books: Books = { tally, log, watch, patienceMs: flags.patience * 1_000 };
    await mustBeReady({ ...books, patienceMs: startWithinMs });
    watch.start();
    progress.start();
    flow.start();
    await beCalm(stage, log);
    await strikeFor(flags, stage, books);
    await flow.stop();
    await becomeQuiet(stage, books);
    await comeToRest(stage, books);
    await watch.stop();
    for (const fault of await financeFaults(site)) log.violation(fault);
    const evidence = await readEvidence(site.databaseUrl);
    const truth = truthByOrder(await site.gateway.truth());
    for (const violation of judgeRun(evidence, neighbours, stage.robbed, truth)) log.violation(violation);
    return {
      tally,
      orders: neighbours.said.size,
      events: [...neighbours.said.values()].flat().length,
      commands: neighbours.recorder.arrivals.size,
      poison: neighbours.poison.size,
      payments: countsOf(evidence),
      refunds: desk.accepted,
      unreadyProbes: watch.unready,
      peaks: watch.peaks,
    };
  } finally {
    await Promise.all([watch.stop(), progress.stop()]);
    await neighbours.close();
    if (log.violations.length > 0) log.say(`logs are kept in ${await site.keepLogs()}`);
    await site.close();
  }
}

function countsOf({ payments }: Evidence): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { payment } of payments) counts.set(payment, (counts.get(payment) ?? 0) + 1);
  return new Map([...counts].sort(([, a], [, b]) => b - a));
}

async function beCalm({ neighbours }: Stage, log: LogLines): Promise<void> {
  log.say(`calm for ${calmMs / 1_000} s`);
  await pause(calmMs);
  const { repeats } = neighbours.recorder;
  if (repeats > 0) log.violation(`${repeats} messages came twice while nothing was wrong`);
}

type Books = {
  readonly tally: Tally;
  readonly log: LogLines;
  readonly watch: HealthWatch;
  /** How long a recovery may take. */
  readonly patienceMs: number;
};

async function strikeFor({ seed, minutes, only, overlaps }: Flags, stage: Stage, books: Books): Promise<void> {
  const end = performance.now() + minutes * 60_000;
  const rounds = (overlaps ? overlapsOf : roundsOf)(seed, kindsWith(only));
  for (const round of rounds) {
    if (performance.now() > end) return;
    await strike(round, stage, books);
    await pause(betweenRoundsMs);
  }
}

async function strike(round: Round, stage: Stage, books: Books): Promise<void> {
  const { tally, log, patienceMs } = books;
  log.say(round.map(({ fault: { kind, details } }) => `${kind} (${details})`).join(' + '));
  await Promise.all(
    round.map(async ({ fault, afterMs }) => {
      await pause(afterMs);
      await bring(fault, stage, log);
    }),
  );
  const healedAt = performance.now();
  const left = await stage.progress.leftAfter(patienceMs);
  const recoveryMs = left === null ? performance.now() - healedAt : null;
  if (left !== null) log.violation(`${patienceMs / 1_000} s after the fault ${left}`);
  await mustBeReady(books);
  // Also those that came since the round before: what else could have caused them.
  const repeats = stage.neighbours.recorder.repeats - tally.repeats;
  tally.add({ round, repeats, recoveryMs });
  log.say(`  drained after ${((recoveryMs ?? Infinity) / 1_000).toFixed(1)} s, ${repeats} repeats`);
}

/** A fault that can't be brought about is a defect of the run, and would leave the deployment broken. */
async function bring(fault: Fault, stage: Stage, log: LogLines): Promise<void> {
  try {
    await fault.strike(stage);
  } catch (error) {
    log.violation(`the fault ${fault.kind} failed: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function mustBeReady({ watch, log, patienceMs }: Books): Promise<void> {
  const late = await watch.unreadyAfter(patienceMs);
  if (late.length > 0) log.violation(`${late.join(', ')} not ready after ${patienceMs / 1_000} s`);
}

/** Until everything said is applied and sent, and no order waits for a timer. */
async function becomeQuiet({ site, progress }: Stage, { log, patienceMs }: Books): Promise<void> {
  log.say('no more orders; waiting until all is quiet');
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const left = await progress.leftAfter(Math.max(0, deadline - performance.now()));
    const { rows } = await site.sql.query<{ readonly n: number }>(
      `select count(*)::int as n from orders where wake_at is not null and status = 'Placed'`,
    );
    if (left === null && rows[0]?.n === 0) return;
    if (performance.now() > deadline) {
      log.violation(
        `not quiet after ${patienceMs / 1_000} s: ${left ?? 'all is sent'}, ${rows[0]?.n ?? 0} timers are set`,
      );
      return;
    }
    await pause(betweenRoundsMs);
  }
}

async function comeToRest({ site }: Stage, { log, patienceMs }: Books): Promise<void> {
  log.say('bringing forward what payments wait for, until nothing is left to do');
  const left = await bringPaymentsToRest(site, patienceMs);
  if (left !== null) log.violation(`payments do not come to rest: ${left}`);
}

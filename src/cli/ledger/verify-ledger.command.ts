import { type LedgerRule, ledgerRules } from '../../queries/ledger/invariants.js';
import {
  beginning,
  type LedgerFault,
  type LedgerPlace,
  type VerifiedLedger,
  VerifyLedger,
} from '../../queries/ledger/verify-ledger.js';
import type { CliCommand, Surroundings } from '../cli-command.js';
import { exitCode, type ExitCode } from '../exit-code.js';

const textOf = ({ rule, orderId, subject, is, shouldBe }: LedgerFault): string =>
  `${rule} ${orderId === null ? '' : `${orderId} `}${subject}: ${is}; should be: ${shouldBe}`;

async function verify({ queries, output }: Surroundings): Promise<ExitCode> {
  const started = performance.now();
  const broken = new Set<LedgerRule>();
  let found = 0;
  for (let place: LedgerPlace | null = beginning; place !== null;) {
    const part: VerifiedLedger = await queries.execute(new VerifyLedger(place));
    for (const fault of part.faults) {
      if (!broken.has(fault.rule)) await output.remark(`${fault.rule}: ${ledgerRules[fault.rule]}.`);
      broken.add(fault.rule);
      await output.print(fault, textOf(fault));
    }
    found += part.faults.length;
    place = part.next;
  }
  const seconds = (performance.now() - started) / 1_000;
  const rules = Object.keys(ledgerRules).length;
  await output.remark(`${rules} rules verified in ${seconds.toFixed(1)} s: ${found} faults.`);
  return found === 0 ? exitCode.ok : exitCode.faultsFound;
}

export const verifyLedgerCommand: CliCommand = {
  name: 'ledger verify',
  summary: 'Checks the rules of the books, L1 to L12; names each fault.',
  options: {},
  read: () => verify,
};

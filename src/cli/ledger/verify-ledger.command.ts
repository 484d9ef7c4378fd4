import { ledgerRules, type LedgerRule } from '../../queries/ledger/invariants.js';
import { type LedgerFault, VerifyLedger } from '../../queries/ledger/verify-ledger.js';
import type { CliCommand, Surroundings } from '../cli-command.js';
import { exitCode, type ExitCode } from '../exit-code.js';

const textOf = ({ rule, orderId, subject, is, shouldBe }: LedgerFault): string =>
  `${rule} ${orderId === null ? '' : `${orderId} `}${subject}: ${is}; should be: ${shouldBe}`;

async function verify({ queries, output }: Surroundings): Promise<ExitCode> {
  const started = performance.now();
  const rules = Object.keys(ledgerRules) as readonly LedgerRule[];
  let found = 0;
  for (const rule of rules) {
    const faults = await queries.execute(new VerifyLedger(rule));
    if (faults.length > 0) await output.remark(`${rule}: ${ledgerRules[rule]}.`);
    for (const fault of faults) await output.print(fault, textOf(fault));
    found += faults.length;
  }
  const seconds = (performance.now() - started) / 1_000;
  await output.remark(`${rules.length} rules verified in ${seconds.toFixed(1)} s: ${found} faults.`);
  return found === 0 ? exitCode.ok : exitCode.faultsFound;
}

export const verifyLedgerCommand: CliCommand = {
  name: 'ledger verify',
  summary: 'Checks the rules of the books, L1 to L12; names each fault.',
  options: {},
  read: () => verify,
};

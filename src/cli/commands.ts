import type { CliCommand } from './cli-command.js';
import { discardCommand } from './dead-letters/discard.command.js';
import { groupsCommand } from './dead-letters/groups.command.js';
import { listCommand } from './dead-letters/list.command.js';
import { redriveCommand } from './dead-letters/redrive.command.js';
import { showCommand } from './dead-letters/show.command.js';
import { verifyLedgerCommand } from './ledger/verify-ledger.command.js';
import { republishCommand } from './outbox/republish.command.js';
import { importSettlementCommand } from './settlement/import.command.js';
import { settlementReportCommand } from './settlement/report.command.js';
import { resolveBreakCommand } from './settlement/resolve.command.js';
import { verifyCommand } from './verify.command.js';

/** All that `finance` can do, in the order of its help. */
export const cliCommands: readonly CliCommand[] = [
  groupsCommand,
  listCommand,
  showCommand,
  redriveCommand,
  discardCommand,
  republishCommand,
  verifyCommand,
  verifyLedgerCommand,
  importSettlementCommand,
  settlementReportCommand,
  resolveBreakCommand,
];

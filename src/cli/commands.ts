import type { CliCommand } from './cli-command.js';
import { groupsCommand } from './dead-letters/groups.command.js';
import { republishCommand } from './outbox/republish.command.js';
import { verifyCommand } from './verify.command.js';

/** All that `finance` can do, in the order of its help. */
export const cliCommands: readonly CliCommand[] = [groupsCommand, republishCommand, verifyCommand];

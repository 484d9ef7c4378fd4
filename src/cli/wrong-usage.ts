/** What was typed breaks a rule: names the flag and the rule. */
export class WrongUsage extends Error {
  readonly code = 'CLI.USAGE';
}

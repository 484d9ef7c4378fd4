/** How `finance` ends: `faultsFound` when a check ran to its end and found something. */
export const exitCode = { ok: 0, failed: 1, usage: 2, faultsFound: 5 } as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

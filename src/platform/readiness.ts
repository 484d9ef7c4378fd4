/** One part that this process can't work without. */
export type ReadinessCheck = { readonly name: string; readonly isReady: () => boolean | Promise<boolean> };

export type ReadinessReport = {
  readonly status: 'ready' | 'starting' | 'draining' | 'unavailable';
  readonly parts: Readonly<Record<string, 'up' | 'down'>>;
};

const patienceMs = 2_000;

/** Whether work may be sent here: every part is up, and the process neither starts nor drains. */
export class Readiness {
  private phase: 'starting' | 'running' | 'draining' = 'starting';

  constructor(private readonly checks: readonly ReadinessCheck[]) {}

  started(): void {
    this.phase = 'running';
  }

  drain(): void {
    this.phase = 'draining';
  }

  async report(): Promise<ReadinessReport> {
    const answers = await Promise.all(
      this.checks.map(async ({ name, isReady }) => [name, (await inTime(isReady)) ? 'up' : 'down'] as const),
    );
    const parts = Object.fromEntries(answers);
    if (this.phase !== 'running') return { status: this.phase, parts };
    return { status: answers.every(([, answer]) => answer === 'up') ? 'ready' : 'unavailable', parts };
  }
}

/** A part that fails or doesn't answer in time is down. */
async function inTime(isReady: ReadinessCheck['isReady']): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => {
      resolve(false);
    }, patienceMs);
  });
  try {
    return await Promise.race([isReady(), late]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

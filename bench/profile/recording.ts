import { readFile } from 'node:fs/promises';
import type { Profiler } from 'node:inspector';
import { join } from 'node:path';
import { eventually } from '../../test/tools/eventually.js';
import { type Usage, usageOf } from '../process-usage.js';

export type Recorded = { readonly profile: Profiler.Profile; readonly cpuMs: number; readonly mainThreadCpuMs: number };

/** A CPU profile of a service process, from one moment to another. */
export class Recording {
  private constructor(
    private readonly pid: number,
    private readonly file: string,
    private readonly before: Usage,
  ) {}

  /** What the service is to be started with. */
  static env(folder: string): Readonly<Record<string, string>> {
    return {
      NODE_OPTIONS: `--import ${new URL('./on-signal.js', import.meta.url).href}`,
      BENCH_PROFILE: join(folder, 'service.cpuprofile'),
    };
  }

  static async begin(pid: number, folder: string): Promise<Recording> {
    const before = await usageOf(pid);
    process.kill(pid, 'SIGUSR2');
    return new Recording(pid, Recording.env(folder)['BENCH_PROFILE'] ?? '', before);
  }

  async end(): Promise<Recorded> {
    const after = await usageOf(this.pid);
    process.kill(this.pid, 'SIGUSR2');
    const text = await eventually(() => readFile(this.file, 'utf8'), { within: 30_000 });
    return {
      profile: JSON.parse(text) as Profiler.Profile,
      cpuMs: after.cpuMs - this.before.cpuMs,
      mainThreadCpuMs: after.mainThreadCpuMs - this.before.mainThreadCpuMs,
    };
  }
}

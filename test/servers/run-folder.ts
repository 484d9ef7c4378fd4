import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Ends what works below its folder and removes the folder, once its input is closed: when it's asked to, and when the process that
 * started it is gone, however that went. By working folder, since that's what also finds the children of a killed or frozen server.
 */
const sweeper = `
  cat > /dev/null
  until [ "$found" = none ]; do
    found=none
    for link in /proc/[0-9]*/cwd; do
      case "$(readlink "$link")" in
        "$0" | "$0"/*) pid="\${link#/proc/}"; kill -9 "\${pid%/cwd}" && found=some ;;
      esac
    done 2> /dev/null
  done
  rm -rf "$0"
`;

/** A folder for a run's servers and processes. Whatever works in it, or below it, ends with the run, and so does the folder. */
export class RunFolder {
  private constructor(
    readonly path: string,
    private readonly sweeper: ChildProcess,
  ) {}

  static async make(): Promise<RunFolder> {
    const path = await realpath(await mkdtemp(join(tmpdir(), 'order-finance-run-')));
    // Started by root, PostgreSQL runs as another user, who must get here.
    await chmod(path, 0o755);
    // In a session of its own: a terminal's Ctrl-C must not end it before its work is done.
    const child = spawn('/bin/sh', ['-c', sweeper, path], {
      cwd: '/',
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    await once(child, 'spawn');
    child.unref();
    return new RunFolder(path, child);
  }

  async subfolder(name: string): Promise<string> {
    const path = join(this.path, name);
    await mkdir(path, { mode: 0o755 });
    return path;
  }

  /** Ends every process that works here, and removes the folder. */
  async remove(): Promise<void> {
    if (this.sweeper.exitCode !== null) return;
    const swept = once(this.sweeper, 'exit');
    this.sweeper.ref();
    this.sweeper.stdin?.end();
    await swept;
  }
}

import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { connect } from 'amqplib';
import { freePort } from './free-port.js';
import type { ServerPrograms } from './programs.mjs';
import type { RunFolder } from './run-folder.js';
import { ServerProcess } from './server-process.js';

const run = promisify(execFile);

type Env = Readonly<Record<string, string>>;

/** A RabbitMQ node of this run's own: its name, data, cookie and port mapper are nobody else's. */
export class RabbitMqServer {
  private constructor(
    readonly url: string,
    readonly process: ServerProcess,
    private readonly rabbitmqctl: string,
    private readonly env: Env,
  ) {}

  static async start(run: RunFolder, programs: ServerPrograms): Promise<RabbitMqServer> {
    const folder = await run.subfolder('rabbitmq');
    const port = await freePort();
    const env = await configure(folder, port);
    await startPortMapper(programs.epmd, folder, env);
    const url = `amqp://guest:guest@127.0.0.1:${port}`;
    const process = new ServerProcess({
      name: 'RabbitMQ',
      program: programs.rabbitmqServer,
      args: [],
      env,
      folder,
      logFile: join(folder, 'log'),
      ask: () => greet(url),
    });
    await process.start();
    return new RabbitMqServer(url, process, programs.rabbitmqctl, env);
  }

  /** `rabbitmqctl ARGS`; costs about a second. */
  async control(...args: readonly string[]): Promise<string> {
    return (await run(this.rabbitmqctl, ['--quiet', ...args], { env: environment(this.env) })).stdout;
  }

  async restart(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    await this.process.end(signal);
    await this.process.start();
  }
}

const environment = (env: Env): Record<string, string | undefined> => ({ PATH: process.env['PATH'], ...env });

async function configure(folder: string, port: number): Promise<Env> {
  const files = {
    'rabbitmq.conf': `listeners.tcp.local = 127.0.0.1:${port}\n`,
    'rabbitmq-env.conf': '',
    enabled_plugins: '[].\n',
  };
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return {
    HOME: folder,
    LANG: 'C.UTF-8',
    RABBITMQ_NODENAME: `run-${port}@localhost`,
    RABBITMQ_DIST_PORT: String(await freePort()),
    RABBITMQ_MNESIA_BASE: join(folder, 'data'),
    RABBITMQ_LOG_BASE: folder,
    RABBITMQ_LOGS: '-',
    RABBITMQ_CONFIG_FILE: join(folder, 'rabbitmq.conf'),
    // Without it the machine's own settings are read.
    RABBITMQ_CONF_ENV_FILE: join(folder, 'rabbitmq-env.conf'),
    RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, 'enabled_plugins'),
    ERL_EPMD_PORT: String(await freePort()),
    ERL_EPMD_ADDRESS: '127.0.0.1',
    ERL_FLAGS: '-kernel inet_dist_use_interface {127,0,0,1}',
  };
}

/** The node would start it as a daemon, which outlives everybody. */
async function startPortMapper(program: string, folder: string, env: Env): Promise<void> {
  const epmd = new ServerProcess({
    name: 'epmd',
    program,
    args: [],
    env,
    folder,
    logFile: join(folder, 'epmd.log'),
    ask: () => run(program, ['-names'], { env: environment(env) }),
  });
  await epmd.start();
}

async function greet(url: string): Promise<void> {
  const connection = await connect(url, { timeout: 5_000 });
  await connection.close();
}

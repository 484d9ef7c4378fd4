#!/usr/bin/env node
import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { Task } from './cli/cli-command.js';
import { cliCommands } from './cli/commands.js';
import { exitCode, type ExitCode } from './cli/exit-code.js';
import { Output, type OutputMode } from './cli/output.js';
import { readCommandLine } from './cli/read-command-line.js';
import { closeFinance, FinanceModule } from './finance.module.js';
import { readConfig } from './platform/config.js';
import { defaultDataFolder } from './platform/embedded-postgres/data-folder.mjs';
import { createLog, NestLog } from './platform/log.js';
import { InvalidRequest } from './platform/pipeline/validation.js';
import { prepareDatabase } from './platform/prepare-database.js';

/** Connects, does what was asked, and lets go of everything, also when it fails or is interrupted. */
async function run(task: Task, mode: OutputMode): Promise<ExitCode> {
  const config = readConfig({ LOG_LEVEL: 'warn', ...process.env });
  const log = createLog(config.LOG_LEVEL);
  const database = await prepareDatabase(config, await defaultDataFolder(process.env));
  try {
    const environment = { config, log, databaseUrl: database.url };
    const logger = new NestLog(log);
    const app = await NestFactory.createApplicationContext(FinanceModule.for(environment), {
      logger,
      abortOnError: false,
    });
    try {
      const output = new Output(mode, process.stdout, process.stderr);
      const around = { commands: app.get(CommandBus), queries: app.get(QueryBus), output };
      return await Promise.race([task(around), interrupted()]);
    } finally {
      await closeFinance(app);
    }
  } finally {
    await database.release();
  }
}

/** Every command is safe to stop anywhere, and to call again: only the database has to be let go of. */
function interrupted(): Promise<never> {
  return new Promise((_resolve, reject) => {
    const stop = (signal: string) => {
      reject(new Error(`Stopped by ${signal}; what was done stays done`));
    };
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
  });
}

function fail(error: unknown): ExitCode {
  // Whoever read the answer has enough of it: `finance … | head`.
  if (error instanceof Error && 'code' in error && error.code === 'EPIPE') return exitCode.ok;
  process.stderr.write(`${error instanceof Error ? error.message : 'The command failed'}\n`);
  return error instanceof InvalidRequest ? exitCode.usage : exitCode.failed;
}

const asked = readCommandLine(process.argv.slice(2), cliCommands);
switch (asked.kind) {
  case 'help':
    process.stdout.write(`${asked.text}\n`);
    break;
  case 'wrong':
    process.stderr.write(`${asked.sentence}\n`);
    process.exitCode = exitCode.usage;
    break;
  case 'task':
    // The stream tells of its fault twice: to the write, which is what counts, and to whoever listens.
    process.stdout.on('error', () => undefined);
    process.exitCode = await run(asked.task, asked.mode).catch(fail);
}

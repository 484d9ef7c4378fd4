import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { CommandBus, type ICommand, type IQuery, QueryBus } from '@nestjs/cqrs';
import { LOG, type Log } from '../log.js';
import { Metrics } from '../metrics.js';
import { type Behaviour, chain, type Request } from './behaviour.js';
import { logging } from './logging.js';
import { measuring } from './measuring.js';
import { tracing } from './tracing.js';
import { validation } from './validation.js';

/**
 * The one place that surrounds every command and query: tracing, metrics, logging, validation, in this order from the outside.
 * Nest CQRS has no hook for it; both buses' `execute` is the one door that the saga, the timers and the api all go through.
 */
@Injectable()
export class MediatorPipeline implements OnModuleInit {
  private readonly around: Behaviour;

  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    metrics: Metrics,
    @Inject(LOG) log: Log,
  ) {
    this.around = chain([tracing, measuring(metrics), logging(log), validation]);
  }

  onModuleInit(): void {
    const { commands, queries, around } = this;
    const execute: (command: ICommand) => Promise<unknown> = commands.execute.bind(commands);
    const ask: (query: IQuery) => Promise<unknown> = queries.execute.bind(queries);
    // What is thrown at once, for instance where no handler is registered, takes the same way as any failure: as a rejection, and as it
    // was thrown, an error or not.
    const rejecting = (next: () => Promise<unknown>) => () => {
      try {
        return next();
      } catch (error) {
        // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- handed on as it came
        return Promise.reject(error);
      }
    };
    Object.assign(commands, {
      execute: (command: ICommand) =>
        around(
          requestOf('command', command),
          rejecting(() => execute(command)),
        ),
    });
    Object.assign(queries, {
      execute: (query: IQuery) =>
        around(
          requestOf('query', query),
          rejecting(() => ask(query)),
        ),
    });
  }
}

const requestOf = (kind: Request['kind'], message: object): Request => ({
  kind,
  name: message.constructor.name,
  message,
});

import 'reflect-metadata';
import { type DynamicModule, Injectable, Module, type Type } from '@nestjs/common';
import {
  Command,
  CommandBus,
  CommandHandler,
  CqrsModule,
  EventBus,
  type ICommandHandler,
  type IQueryHandler,
  Query,
  QueryBus,
  QueryHandler,
} from '@nestjs/cqrs';
import { Test } from '@nestjs/testing';
import { v7 } from 'uuid';
import { MessageId, OrderId } from '../../src/kernel/ids.js';
import { createLog, LOG, NestLog } from '../../src/platform/log.js';
import { Metrics } from '../../src/platform/metrics.js';
import { nothingKnown } from '../../src/order/details.js';
import type { Caused } from '../../src/order/cause.js';
import type { IntegrationInput } from '../../src/order/input.js';
import { MediatorPipeline } from '../../src/platform/pipeline/pipeline.js';
import { AdvanceOrder } from '../../src/saga/advance-order.js';
import { IntegrationEventReceived } from '../../src/saga/integration-event-received.js';
import { OrderFinanceSaga } from '../../src/saga/order-finance.saga.js';
import type { StepOutcome } from '../../src/saga/order-writer.js';

/** What the customer said of herself, and no log line may repeat. */
export const personal = { fullName: 'Mai Tran', email: 'mai.tran@example.test' } as const;

export class AskAnything extends Query<string> {
  constructor(readonly orderId: string) {
    super();
  }
}

export class NobodyHandlesThis extends Command<void> {
  constructor(readonly orderId: string) {
    super();
  }
}

/** Decides what the fake handlers do, and sees who enters them. */
@Injectable()
export class Script {
  readonly entered: string[] = [];
  answer: () => Promise<StepOutcome> = async () => 'advanced';

  enter(orderId: string): Promise<StepOutcome> {
    this.entered.push(orderId);
    return this.answer();
  }
}

@CommandHandler(AdvanceOrder)
class ScriptedAdvance implements ICommandHandler<AdvanceOrder> {
  constructor(private readonly script: Script) {}

  execute({ orderId }: AdvanceOrder): Promise<StepOutcome> {
    return this.script.enter(orderId);
  }
}

@QueryHandler(AskAnything)
class ScriptedAnswer implements IQueryHandler<AskAnything> {
  constructor(private readonly script: Script) {}

  execute({ orderId }: AskAnything): Promise<string> {
    return this.script.enter(orderId);
  }
}

export type LogLine = Readonly<Record<string, unknown>> & { readonly level: string; readonly msg: string };

/** The real buses, saga and pipeline around scripted handlers. */
export class Mediator {
  readonly commands: CommandBus;
  readonly queries: QueryBus;
  readonly events: EventBus;
  readonly script: Script;

  private constructor(
    get: <T>(token: Type<T>) => T,
    private readonly metrics: Metrics,
    private readonly written: readonly string[],
    readonly close: () => Promise<void>,
  ) {
    this.commands = get(CommandBus);
    this.queries = get(QueryBus);
    this.events = get(EventBus);
    this.script = get(Script);
  }

  static async open(): Promise<Mediator> {
    const written: string[] = [];
    const log = createLog('debug', { write: (line) => written.push(line) });
    const metrics = new Metrics();
    const around: DynamicModule = {
      module: Around,
      global: true,
      providers: [
        { provide: Metrics, useValue: metrics },
        { provide: LOG, useValue: log },
      ],
      exports: [Metrics, LOG],
    };
    const testing = Test.createTestingModule({
      imports: [CqrsModule.forRoot(), around],
      providers: [MediatorPipeline, OrderFinanceSaga, Script, ScriptedAdvance, ScriptedAnswer],
    }).setLogger(new NestLog(log));
    const app = await testing.compile();
    await app.init();
    return new Mediator(
      (token) => app.get(token, { strict: false }),
      metrics,
      written,
      () => app.close(),
    );
  }

  /** What was logged, but for what Nest says of its own start. */
  lines(): readonly LogLine[] {
    return this.written.map((line) => JSON.parse(line) as LogLine).filter(({ level }) => level !== 'debug');
  }

  /** How many were counted. */
  async counted(name: string, outcome: 'ok' | 'error'): Promise<number> {
    const { values } = await this.metrics.handled.get();
    const counts = values.filter(({ metricName }) => metricName === 'finance_mediator_seconds_count');
    return counts.find(({ labels }) => labels.name === name && labels.outcome === outcome)?.value ?? 0;
  }
}

@Module({})
class Around {}

function completed(messageId: string): Caused<IntegrationInput> {
  const claim = { ...nothingKnown, ...personal };
  const cause = { messageId: MessageId(messageId), conversationId: null, traceparent: null, actor: 'ordering' };
  return { body: { type: 'OrderCompleted', claim }, cause };
}

export const advance = (orderId: string = v7(), messageId: string = v7()): AdvanceOrder =>
  new AdvanceOrder(OrderId(orderId), completed(messageId));

/** As the inbox hands it on, for a delivery that nobody waits for. */
export function received(orderId: string): IntegrationEventReceived {
  const type = 'OrderStatusChangedToCompleteIntegrationEvent';
  const original = { type, source: '', contentType: null, headers: {}, body: Buffer.from(personal.email) };
  const event = { type, orderId: OrderId(orderId), input: completed(v7()) };
  return new IntegrationEventReceived(event, original, { committed: () => {}, failed: () => {} });
}

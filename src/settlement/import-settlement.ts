import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import type { PaymentGateway } from '../gateway/payment-gateway.js';
import type { Clock } from '../platform/clock.js';
import type { Log } from '../platform/log.js';
import type { PayoutLine } from './payout-line.js';
import type { Reconciled, Reconciler } from './reconciler.js';
import { readSettlementFile, UnusableSettlementFile } from './settlement-file.js';
import type { SettlementTables } from './settlement-tables.js';

/** `read`: lines that the source has; `added`: those of them that weren't known. */
export type ImportedSettlement = Reconciled & { readonly read: number; readonly added: number };

/** A file's text, with the gateway that it's of (null: the one in use); or the gateway itself, where there is no file. */
export type SettlementSource =
  { readonly kind: 'file'; readonly text: string; readonly gateway: string | null } | { readonly kind: 'gateway' };

/** No payment gateway is in use: payments are switched off. */
export class NoGateway extends Error {
  readonly code = 'SETTLEMENT.NO_GATEWAY';
  readonly blame = 'caller';
  constructor() {
    super('No payment gateway is in use (PAYMENTS=off): name the file, and with --gateway the one that it is of');
  }
}

/**
 * Takes payout lines in, and explains what can be explained. The same lines twice change nothing.
 * @throws UnusableSettlementFile, NoGateway, SettlementsUnavailable
 */
export class ImportSettlement extends Command<ImportedSettlement> {
  static readonly rules = z.object({
    source: z.union([
      z.object({
        kind: z.literal('file'),
        gateway: z
          .string()
          .regex(/^[a-z][a-z0-9_-]{0,63}$/, 'must be a name in lower case')
          .nullable(),
      }),
      z.object({ kind: z.literal('gateway') }),
    ]),
  });

  constructor(readonly source: SettlementSource) {
    super();
  }
}

export type GatewayInUse = { readonly name: string; readonly gateway: PaymentGateway };

const dayMs = 24 * 3_600_000;
// Read again each time, since clocks differ and a payout can be entered late: known lines change nothing.
const overlapMs = 7 * dayMs;
const batchSize = 500;

@CommandHandler(ImportSettlement)
export class ImportSettlementHandler implements ICommandHandler<ImportSettlement> {
  constructor(
    private readonly inUse: GatewayInUse | null,
    private readonly tables: SettlementTables,
    private readonly reconciler: Reconciler,
    private readonly around: { readonly clock: Clock; readonly log: Log },
  ) {}

  async execute({ source }: ImportSettlement): Promise<ImportedSettlement> {
    const taken = source.kind === 'file' ? await this.takeFile(source) : await this.pull();
    return { ...taken, ...(await this.reconciler.run()) };
  }

  private async takeFile({ text, gateway }: Extract<SettlementSource, { kind: 'file' }>) {
    const name = gateway ?? this.inUse?.name;
    if (name === undefined) throw new NoGateway();
    const lines = readSettlementFile(text, name);
    const how = { source: 'file', at: this.around.clock.now(), unless: 'clashing' } as const;
    const { added, clashing } = await this.tables.add(lines, how);
    if (clashing.length > 0) throw new UnusableSettlementFile(clashing.map(clash));
    return { read: lines.length, added };
  }

  private async pull() {
    if (this.inUse === null) throw new NoGateway();
    const { name, gateway } = this.inUse;
    const begun = this.around.clock.now();
    const before = await this.tables.readTo(name);
    const since = new Date(before === null ? 0 : before.getTime() - overlapMs);
    let [read, added] = [0, 0];
    for await (const batch of inBatches(gateway.settlements(since))) {
      const lines = batch.map((line) => ({ ...line, gateway: name }));
      read += lines.length;
      added += await this.add(lines);
    }
    // Only now: after a reading that broke off, the next one begins where this one did.
    await this.tables.markRead(name, begun);
    return { read, added };
  }

  private async add(lines: readonly PayoutLine[]): Promise<number> {
    const how = { source: 'gateway', at: this.around.clock.now(), unless: null } as const;
    const { added, clashing } = await this.tables.add(lines, how);
    if (clashing.length > 0)
      this.around.log.error({ lines: clashing }, 'the gateway has changed payout lines that it told before');
    return added;
  }
}

const clash = (lineId: string): string => `line_id ${lineId}: was imported before, with something else in it`;

async function* inBatches<T>(all: AsyncIterable<T>): AsyncGenerator<readonly T[]> {
  let batch: T[] = [];
  for await (const one of all) {
    batch.push(one);
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DeadLetters, type InboundLetter } from '../saga/dead-letters.js';
import { Metrics } from '../platform/metrics.js';
import { Database } from '../platform/prisma/database.js';

/** PostgreSQL's text can't hold NUL, and a broker's strings may. */
const printable = (text: string | null): string | null => text?.replaceAll('\u0000', '\uFFFD') ?? null;

/** A letter that comes again after it was put away has to be dealt with again. */
const opened = { resolution: null, resolvedAt: null, resolvedBy: null, resolutionReason: null } as const;

function fingerprintOf({ source, message }: InboundLetter): string {
  const hash = createHash('sha256').update(JSON.stringify([source, message.messageId, message.contentType]));
  return `inbound:${hash.update(message.body).digest('hex')}`;
}

@Injectable()
export class PrismaDeadLetters extends DeadLetters {
  constructor(
    private readonly database: Database,
    private readonly metrics: Metrics,
  ) {
    super();
  }

  override async bury(letter: InboundLetter): Promise<void> {
    const { reason, detail, orderId, type, source, message } = letter;
    const why = { reason, detail: printable(detail) ?? '' };
    await this.database.client.deadLetter.upsert({
      where: { fingerprint: fingerprintOf(letter) },
      create: {
        ...why,
        fingerprint: fingerprintOf(letter),
        direction: 'inbound',
        orderId,
        type: printable(type),
        messageId: printable(message.messageId),
        source: printable(source) ?? '',
        contentType: printable(message.contentType),
        headers: message.headers,
        body: new Uint8Array(message.body),
      },
      update: { ...why, ...opened, attempts: { increment: 1 }, lastAt: new Date() },
    });
    this.metrics.deadLetters.inc({ direction: 'inbound', reason });
  }
}

import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type OpenLetter, OpenLetters, type Released } from './open-letters.js';
import { type Redelivered, Redelivery } from './redelivery.js';
import { type Redriven, RedriveDeadLetters, type RedrivenLetter } from './redrive-dead-letters.js';

@CommandHandler(RedriveDeadLetters)
export class RedriveDeadLettersHandler implements ICommandHandler<RedriveDeadLetters> {
  constructor(
    private readonly letters: OpenLetters,
    private readonly redelivery: Redelivery,
  ) {}

  async execute({ which, by, first, after }: RedriveDeadLetters): Promise<Redriven> {
    const { letters, next } = await this.letters.read({ which, after, limit: first });
    const redelivered = await this.redeliver(letters.filter(({ direction }) => direction === 'inbound'));
    // A crash here leaves letters open whose messages were applied: tried again, they are duplicates, and are put away.
    await this.letters.settle(redelivered, by);
    const held = letters.filter(({ direction }) => direction === 'outbound').map(({ id }) => id);
    const released = await this.letters.release(held, by);
    return {
      letters: letters.map(({ id }) => {
        const found = redelivered.get(id);
        return found === undefined ? outbound(id, released) : inbound(id, found);
      }),
      next,
    };
  }

  /** All at once, as a broker delivers: those of one order are taken in the order in which they are handed on. */
  private async redeliver(letters: readonly OpenLetter[]): Promise<ReadonlyMap<string, Redelivered>> {
    const redelivered = letters.map(async ({ id, source, message }) => {
      return [id, await this.redelivery.redeliver(source, message)] as const;
    });
    return new Map(await Promise.all(redelivered));
  }
}

const outbound = (id: string, released: ReadonlyMap<string, Released>): RedrivenLetter => ({
  id,
  outcome: released.get(id) ?? 'alreadyReleased',
  fault: null,
});

function inbound(id: string, redelivered: Redelivered): RedrivenLetter {
  if (redelivered.outcome === 'failed') {
    const { reason, detail } = redelivered;
    return { id, outcome: 'failedAgain', fault: { reason, detail } };
  }
  return { id, outcome: redelivered.outcome === 'advanced' ? 'applied' : redelivered.outcome, fault: null };
}

import type { Accounts, Movement } from './accounts.js';
import type { Asking } from './asking.js';
import type { Desk } from './desk.js';
import type { Face } from './face.js';
import type { Answer, Silence } from './http.js';
import type { Operation } from './operation.js';
import { type Fate, goesWell } from './token.js';

const invalidToken: Fate = { name: 'declined', code: 'invalid_token', times: Infinity };

export type Executed = {
  readonly said: Answer | Silence;
  /** What the key's next try hears; null: as if this one had never been. */
  readonly kept: Answer | null;
};

/** Takes what is asked to the desk, and loses answers or whole requests on the way, as the method's token has it. */
export class Clerk {
  private readonly lookUps = new Map<string, number>();
  private readonly counts = new Map<string, number>();

  constructor(
    private readonly face: Face,
    private readonly accounts: Accounts,
    private readonly desk: Desk,
  ) {}

  /** @param tries of this key, with this one */
  async execute(asking: Asking, tries: number): Promise<Executed> {
    const movement = this.accounts.movementOf(asking);
    if (movement === null) {
      const refusal = this.face.refuse('no_such_payment', asking);
      return { said: refusal, kept: refusal };
    }
    const fate = this.fateOf(asking, movement);
    const lost = tries <= fate.times ? this.lostBefore(fate, tries) : null;
    if (lost !== null) return { said: lost, kept: null };
    const answer = await this.desk.perform(asking, movement, fate);
    const noAnswer = this.lostAfter(fate);
    // A broken answer is what the key keeps.
    return { said: noAnswer ?? answer, kept: noAnswer === null || noAnswer === 'silence' ? answer : noAnswer };
  }

  /** What goes wrong with asking for an operation this time; null: nothing. */
  lookUpFault(operation: Operation): Answer | Silence | null {
    const tries = (this.lookUps.get(operation.id) ?? 0) + 1;
    this.lookUps.set(operation.id, tries);
    const fate = this.desk.lookUpFate(operation);
    return tries > fate.times ? null : (this.lostBefore(fate, tries) ?? this.lostAfter(fate));
  }

  /** A decline can be for the first operations of an order alone: the next attempt is another operation. */
  private fateOf({ kind, order }: Asking, { script }: Movement): Fate {
    const fate = script === null ? invalidToken : (script.get(kind) ?? goesWell);
    if (fate.name !== 'declined') return fate;
    const count = (this.counts.get(`${kind} ${order}`) ?? 0) + 1;
    this.counts.set(`${kind} ${order}`, count);
    return count <= fate.times ? fate : goesWell;
  }

  /** Refused at the door, or lost on the way in. */
  private lostBefore({ name }: Fate, tries: number): Answer | Silence | null {
    if (name === 'timeout_before_effect') return 'silence';
    return name === 'not_attempted' ? this.face.busy(tries) : null;
  }

  /** Done, and not said: the connection falls silent, or the answer breaks. */
  private lostAfter({ name }: Fate): Answer | Silence | null {
    if (name === 'timeout_after_effect') return 'silence';
    return name === 'error_after_effect' ? this.face.broken : null;
  }
}

import { causeOf } from './cause-of.js';
import type { Neighbours } from './neighbours.js';
import type { EventMessage } from './three-steps.js';

type Waiting = { readonly since: number; readonly answered: (ms: number) => void };

/** Events go out, their commands come in: how long each took. */
export class Dialogue {
  private readonly waiting = new Map<string, Waiting>();
  /** Commands that nobody waited for: a second one for an event, or one of a foreign event. */
  unexpected = 0;

  static async open(neighbours: Neighbours): Promise<Dialogue> {
    const dialogue = new Dialogue(neighbours);
    const channel = await neighbours.connection.createChannel();
    const hear = (command: Parameters<typeof causeOf>[0] | null) => {
      if (command !== null) dialogue.hear(causeOf(command));
    };
    await channel.consume(neighbours.commandsQueue, hear, { noAck: true });
    return dialogue;
  }

  private constructor(private readonly neighbours: Neighbours) {}

  /**
   * Publishes the event; resolves when its command is there.
   * @param since when it was to be published, in `performance.now()` milliseconds
   * @returns the milliseconds from then to the command
   */
  say(event: EventMessage, since: number): Promise<number> {
    return new Promise((answered) => {
      this.waiting.set(event.messageId, { since, answered });
      this.neighbours.publish(event);
    });
  }

  private hear(event: string): void {
    const one = this.waiting.get(event);
    if (one === undefined) {
      this.unexpected += 1;
      return;
    }
    this.waiting.delete(event);
    one.answered(performance.now() - one.since);
  }
}

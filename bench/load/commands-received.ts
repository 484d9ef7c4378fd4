import { causeOf } from './cause-of.js';
import type { Neighbours } from './neighbours.js';

/** What waited in the commands' queue, counted by what caused it. */
export type CommandsReceived = {
  readonly commands: number;
  /** Commands that came again under the same message id. */
  readonly repeated: number;
  /** Events with a second command, under another message id. */
  readonly doubled: number;
  /** Commands whose event isn't one of ours. */
  readonly foreign: number;
  /** Events without a command. */
  readonly unanswered: number;
};

/** Empties the commands' queue and compares it with the events: each must have exactly one command. */
export async function commandsReceived(neighbours: Neighbours, sent: ReadonlySet<string>): Promise<CommandsReceived> {
  const ids = new Set<string>();
  const answered = new Set<string>();
  let [commands, foreign, doubled] = [0, 0, 0];
  const waiting = await neighbours.waiting(neighbours.commandsQueue);
  await takeAll(neighbours, waiting, (messageId, event) => {
    commands += 1;
    if (!sent.has(event)) foreign += 1;
    else if (answered.has(event) && !ids.has(messageId)) doubled += 1;
    answered.add(event);
    ids.add(messageId);
  });
  return {
    commands,
    repeated: commands - ids.size,
    doubled,
    foreign,
    unanswered: [...sent].filter((event) => !answered.has(event)).length,
  };
}

async function takeAll(
  { connection, commandsQueue }: Neighbours,
  count: number,
  take: (messageId: string, event: string) => void,
): Promise<void> {
  if (count === 0) return;
  const channel = await connection.createChannel();
  let left = count;
  await new Promise<void>((resolve, reject) => {
    const consuming = channel.consume(
      commandsQueue,
      (message) => {
        if (message === null) return;
        take(String(message.properties.messageId), causeOf(message));
        left -= 1;
        if (left === 0) resolve();
      },
      { noAck: true },
    );
    consuming.catch(reject);
  });
  await channel.close();
}

import { BenchFailed } from '../part.js';
import { arrival } from './arrival.js';
import { type Answered, Backlog } from './backlog.js';
import { type ClosedLoop, closedLoop } from './closed-loop.js';
import { type CommandsReceived, commandsReceived } from './commands-received.js';
import { confirmLimit, type SampleMessage } from './confirm-limit.js';
import { Dialogue } from './dialogue.js';
import { Neighbours, type NeighboursSettings } from './neighbours.js';
import { type OpenLoop, openLoop } from './open-loop.js';
import { type ReadFigures, type ReadLoad, runReadLoad } from './read-load.js';
import type { Spell } from './spell.js';

/** What the load generator does when asked; arguments and answers are plain data, since they cross to its process. */
export type LoadTasks = {
  readonly open: (settings: NeighboursSettings) => Promise<void>;
  /** Puts the three events of each order into the service's queue. */
  readonly publishBacklog: (orders: number, paymentMethod?: string | null) => Promise<void>;
  readonly untilAnswered: (warmUp: number) => Promise<Answered>;
  readonly commandsReceived: () => Promise<CommandsReceived>;
  readonly closedLoop: (loop: ClosedLoop) => Promise<Spell>;
  readonly openLoop: (loop: OpenLoop) => Promise<Spell>;
  /** Messages a second; they wait in the commands' queue. */
  readonly confirmLimit: (sample: SampleMessage, count: number) => Promise<number>;
  /** Milliseconds. */
  readonly arrival: (commands: number) => Promise<number>;
  /** Commands in their queue. */
  readonly waitingCommands: () => Promise<number>;
  readonly emptyCommands: () => Promise<void>;
  readonly readLoad: (load: ReadLoad) => Promise<ReadFigures>;
};

export function loadTasks(): LoadTasks {
  let opened: { readonly neighbours: Neighbours; readonly backlog: Backlog } | null = null;
  let listening: Promise<Dialogue> | null = null;
  const open = () => {
    if (opened === null) throw new BenchFailed('The load generator is not open');
    return opened;
  };
  // Only when somebody waits for answers: who counts them at the end leaves them in their queue.
  const dialogue = () => (listening ??= Dialogue.open(open().neighbours));
  return {
    open: async (settings) => {
      const neighbours = await Neighbours.open(settings);
      opened = { neighbours, backlog: new Backlog(neighbours) };
    },
    publishBacklog: (orders, paymentMethod) => open().backlog.publish(orders, paymentMethod),
    untilAnswered: (warmUp) => open().backlog.untilAnswered(warmUp),
    commandsReceived: () => commandsReceived(open().neighbours, open().backlog.sent),
    closedLoop: async (loop) => closedLoop(await dialogue(), loop),
    openLoop: async (loop) => openLoop(await dialogue(), loop),
    confirmLimit: (sample, count) => confirmLimit(open().neighbours, sample, count),
    arrival: (commands) => arrival(open().neighbours, commands),
    waitingCommands: () => open().neighbours.waiting(open().neighbours.commandsQueue),
    emptyCommands: async () => {
      await open().neighbours.channel.purgeQueue(open().neighbours.commandsQueue);
    },
    readLoad: runReadLoad,
  };
}

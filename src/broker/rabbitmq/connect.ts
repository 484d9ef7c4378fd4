import { Duplex } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { type Channel, type ChannelModel, type Connection, connect as open } from 'amqplib';
import type { RabbitMqSettings } from './settings.js';

/** A dead peer is noticed after two of these. */
const HEARTBEAT_SECONDS = '10';
const CONNECT_TIMEOUT_MS = 5000;
/** A broker that doesn't answer must not hold up our shutdown. */
const FAREWELL_TIMEOUT_MS = 2000;

export type Connected = {
  readonly model: ChannelModel;
  /** Resolves with the reason when the connection is gone, whoever ended it; never rejects. */
  readonly lost: Promise<Error>;
  /**
   * Resolves when the connection is gone. Closes that channel first: the connection's own farewell doesn't queue behind
   * what was sent over a channel, so that acknowledgements would be lost.
   */
  close(channel?: Channel): Promise<void>;
};

export async function connect(settings: RabbitMqSettings, role: 'publisher' | 'consumer'): Promise<Connected> {
  const url = new URL(settings.url);
  if (!url.searchParams.has('heartbeat')) url.searchParams.set('heartbeat', HEARTBEAT_SECONDS);
  const model = await open(url.href, {
    timeout: CONNECT_TIMEOUT_MS,
    noDelay: true,
    keepAlive: true,
    clientProperties: { connection_name: `${settings.name ?? 'order-finance'} ${role}` },
  });
  gatherWrites(model);
  let lose: (cause: Error) => void;
  const lost = new Promise<Error>((resolve) => {
    lose = resolve;
    // Without a listener an 'error' would end the process; the 'close' that follows it carries the same reason.
    model.on('error', () => undefined);
    model.on('close', (cause) => {
      destroySocket(model);
      resolve(cause ?? new Error('The connection was closed'));
    });
  });
  const sayFarewell = async (channel?: Channel) => {
    try {
      await channel?.close();
      await model.close();
    } catch {
      // Closed or closing already, which is what was wanted.
      await lost;
    }
  };
  const close = async (channel?: Channel) => {
    const patience = new AbortController();
    const timeout = pause(FAREWELL_TIMEOUT_MS, undefined, patience).catch(() => undefined);
    await Promise.race([sayFarewell(channel), timeout]);
    patience.abort();
    destroySocket(model);
    lose(new Error('The connection was closed'));
  };
  return { model, lost, close };
}

/**
 * amqplib only ends the stream: what is still buffered could reach the broker minutes later, when the network heals,
 * long after the same messages and their successors went out over the next connection.
 */
function destroySocket(model: ChannelModel): void {
  socketOf(model)?.destroy();
}

/**
 * amqplib writes each message by itself: a system call for us, and a wake-up for the broker. What is written in one turn of the event loop goes
 * out in as few calls as the socket takes: a drain has an eighth less to do, and the broker with it.
 */
function gatherWrites(model: ChannelModel): void {
  const socket = socketOf(model);
  if (socket === null) return;
  const write = socket.write.bind(socket) as (...given: readonly unknown[]) => boolean;
  let isGathering = false;
  socket.write = (...given: readonly unknown[]) => {
    if (!isGathering) {
      isGathering = true;
      socket.cork();
      process.nextTick(() => {
        isGathering = false;
        socket.uncork();
      });
    }
    return write(...given);
  };
}

function socketOf(model: ChannelModel): Duplex | null {
  const { stream } = model.connection as Connection & { readonly stream?: unknown };
  return stream instanceof Duplex ? stream : null;
}

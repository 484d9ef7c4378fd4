import { connect } from 'amqplib';
import { financeQueue } from '../../src/contracts/topology.js';
import { openDbos } from './dbos.js';
import { openGraphile } from './graphile.js';
import { toIncomingEvent } from './incoming-event.js';
import type { OpenPeer, PeerName } from './peer.js';
import { commandFor, type PeerCommand } from './peer-command.js';
import type { PeerProcessSettings } from './peer-process-settings.js';
import { openPrisma } from './prisma.js';

// A process of its own, forked by the bench: a peer in the service's place, between the same queues.

const peers = { graphile: openGraphile, dbos: openDbos, prisma: openPrisma } as const satisfies Record<
  PeerName,
  OpenPeer
>;
const prefetch = 500;

async function run({ name, databaseUrl, brokerUrl, prefix }: PeerProcessSettings): Promise<void> {
  const connection = await connect(brokerUrl, { noDelay: true });
  const outgoing = await connection.createConfirmChannel();
  const publish = ({ messageId, causedBy, exchange, body }: PeerCommand) =>
    new Promise<void>((resolve, reject) => {
      const properties = { persistent: true, mandatory: true, messageId, headers: { 'causation-id': causedBy } };
      outgoing.publish(prefix + exchange, '', Buffer.from(body), properties, (refusal: unknown) => {
        if (refusal === null) resolve();
        else reject(new Error('The broker refused a command', { cause: refusal }));
      });
    });
  const peer = await peers[name]({ databaseUrl, publish });
  const incoming = await connection.createChannel();
  await incoming.prefetch(prefetch);
  await incoming.consume(prefix + financeQueue, (message) => {
    if (message === null) return;
    const event = toIncomingEvent(message);
    void peer.handle(event, commandFor(event)).then(() => incoming.ack(message));
  });
}

process.on('disconnect', () => process.exit(0));
process.once('message', (settings: PeerProcessSettings) => {
  void run(settings).then(() => process.send?.('ready'));
});

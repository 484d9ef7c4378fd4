import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { ConsumeMessage } from 'amqplib';
import { connect } from '../../src/broker/rabbitmq/connect.js';
import { SettledPrefix } from '../../src/broker/settled-prefix.js';
import { financeQueue } from '../../src/contracts/topology.js';
import { silentBrokerLog } from '../load/silent-broker-log.js';
import type { AnswererSettings } from './answerer-settings.js';

// A process of its own, forked by the bench, in the service's place: what goes in and out of the broker with nothing done in between.

// An event is acknowledged once its command is confirmed: so many commands are out at most.
const prefetch = 500;

async function run({ brokerUrl, prefix, command }: AnswererSettings): Promise<void> {
  const settings = { url: brokerUrl, log: silentBrokerLog, name: 'bench' };
  // Two connections whose writes are gathered, as the service has them.
  const outgoing = await (await connect(settings, 'publisher')).model.createConfirmChannel();
  outgoing.on('return', () => {
    throw new Error('The broker returned a command: nothing is bound to its exchange');
  });
  const incoming = await (await connect(settings, 'consumer')).model.createChannel();

  const inHand = new SettledPrefix<ConsumeMessage>();
  let isFlushing = false;
  const acknowledge = (event: ConsumeMessage) => {
    inHand.settle(event);
    if (isFlushing) return;
    isFlushing = true;
    setImmediate(() => {
      isFlushing = false;
      const last = inHand.take().at(-1);
      if (last !== undefined) incoming.ack(last, true);
    });
  };

  const exchange = prefix + command.destination;
  const body = Buffer.from(command.body);
  const answer = (event: ConsumeMessage) => {
    inHand.add(event);
    const properties = {
      persistent: true,
      mandatory: true,
      messageId: randomUUID(),
      contentType: command.contentType,
      headers: { ...command.headers, 'causation-id': String(event.properties.messageId) },
    };
    outgoing.publish(exchange, '', body, properties, (refusal: unknown) => {
      if (refusal !== null) throw new Error('The broker refused a command', { cause: refusal });
      acknowledge(event);
    });
  };

  await incoming.prefetch(prefetch);
  await incoming.consume(prefix + financeQueue, (event) => {
    if (event === null) throw new Error('The broker cancelled the consumer');
    answer(event);
  });
}

process.on('disconnect', () => process.exit(0));
const [settings] = (await once(process, 'message')) as [AnswererSettings];
await run(settings);
process.send?.('ready');

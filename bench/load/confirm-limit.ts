import type { Neighbours } from './neighbours.js';

/** A command as the relay sends it. */
export type SampleMessage = {
  readonly destination: string;
  readonly contentType: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

// As many as the relay has out; more are confirmed no faster.
const outstanding = 1_000;

/** What one process gets confirmed a second when it does nothing else: the same message over and over, on a bare channel. */
export async function confirmLimit(
  { channel, nameOf }: Neighbours,
  { destination, contentType, headers, body }: SampleMessage,
  count: number,
): Promise<number> {
  const exchange = nameOf(destination);
  const bytes = Buffer.from(body);
  const began = performance.now();
  await new Promise<void>((resolve, reject) => {
    let [sent, confirmed] = [0, 0];
    const onConfirm = (error: unknown) => {
      if (error !== null) reject(new Error('The broker refused a message', { cause: error }));
      confirmed += 1;
      if (confirmed === count) resolve();
      else send();
    };
    const send = () => {
      while (sent < count && sent - confirmed < outstanding) {
        sent += 1;
        const properties = {
          persistent: true,
          mandatory: true,
          messageId: `limit-${String(sent)}`,
          contentType,
          headers,
        };
        channel.publish(exchange, '', bytes, properties, onConfirm);
      }
    };
    send();
  });
  return count / ((performance.now() - began) / 1_000);
}

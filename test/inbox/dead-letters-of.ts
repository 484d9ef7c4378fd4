import type { Broker, BrokerMessage } from '../../src/broker/broker.js';
import type { TestSite } from '../tools/test-service.js';

export type Letter = {
  readonly direction: string;
  readonly reason: string;
  readonly detail: string;
  readonly order_id: string | null;
  readonly type: string | null;
  readonly message_id: string | null;
  readonly source: string;
  readonly content_type: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly attempts: number;
};

/** The table of dead letters, oldest first. */
export async function deadLetters({ sql }: TestSite): Promise<readonly Letter[]> {
  const { rows } = await sql.query<Letter>('select * from dead_letters order by first_at');
  return rows;
}

/** Gathers the copies that the operators find in a queue of the broker. */
export async function copiesIn(broker: Broker, queue: string): Promise<readonly BrokerMessage[]> {
  const copies: BrokerMessage[] = [];
  await broker.consume({ queue, exchanges: [], prefetch: 1_000 }, (delivery) => {
    copies.push(delivery.message);
    delivery.acknowledge();
  });
  return copies;
}

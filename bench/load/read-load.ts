import { BenchFailed } from '../part.js';
import { quantile } from '../statistics.js';
import { KeepAliveClient, requestBytes } from './keep-alive-client.js';

export type ReadRequest = {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: string;
  /** What the answer's body must contain. */
  readonly expects: string;
};

export type ReadLoad = {
  readonly url: string;
  /** Asked in turn, over and over. */
  readonly requests: readonly ReadRequest[];
  readonly concurrency: number;
  readonly warmUpMs: number;
  readonly measureMs: number;
};

export type ReadFigures = {
  readonly perSecond: number;
  readonly p99Ms: number;
};

/** So many connections, each with one request under way at any time; every answer is looked at. */
export async function runReadLoad({ url, requests, concurrency, warmUpMs, measureMs }: ReadLoad): Promise<ReadFigures> {
  const { hostname, port, host } = new URL(url);
  const prepared = requests.map((one) => ({ one, bytes: requestBytes(one.method, one.path, host, one.body) }));
  const latencies: number[] = [];
  const measureFrom = performance.now() + warmUpMs;
  const end = measureFrom + measureMs;
  let next = 0;
  const client = async () => {
    const connection = await KeepAliveClient.to(Number(port), hostname);
    for (let asked = performance.now(); asked < end; asked = performance.now()) {
      const request = prepared[next++ % prepared.length];
      if (request === undefined) throw new BenchFailed('There is nothing to ask for');
      const { status, body } = await connection.ask(request.bytes);
      if (status !== 200 || !body.includes(request.one.expects)) throw wrongAnswer(request.one, status, body);
      const answered = performance.now();
      if (asked >= measureFrom && answered <= end) latencies.push(answered - asked);
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: concurrency }, client));
  return {
    perSecond: latencies.length / (measureMs / 1_000),
    p99Ms: quantile(latencies, 0.99),
  };
}

const wrongAnswer = ({ method, path, expects }: ReadRequest, status: number, body: string): BenchFailed =>
  new BenchFailed(`${method} ${path} answered ${String(status)} without ${expects}: ${body.slice(0, 500)}`);

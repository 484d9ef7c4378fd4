// @ts-check
import { createInterface } from 'node:readline';

/**
 * @typedef {{ code: number, message: string, data?: unknown }} RpcError
 * @typedef {{ result: unknown } | { error: RpcError }} RpcAnswer
 * @typedef {(method: string, params: unknown, print: (content: string) => Promise<void>) => Promise<RpcAnswer>} RpcHandler
 */

/**
 * Serves JSON-RPC 2.0, one message per line, until the input ends. Requests are answered in turn: the engine has one connection.
 * @param {NodeJS.ReadableStream} input
 * @param {NodeJS.WritableStream} output
 * @param {RpcHandler} handle
 * @returns {Promise<void>} when the input has ended and everything is answered
 */
export async function serveJsonRpc(input, output, handle) {
  /** @type {Map<unknown, () => void>} */
  const printed = new Map();
  let prints = 0;
  let turn = Promise.resolve();

  /** @param {object} message */
  const send = (message) => {
    output.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  };
  /** @param {string} content what the CLI shall write to its standard output */
  const print = (content) =>
    new Promise((/** @type {(value: void) => void} */ resolve) => {
      const id = `print-${++prints}`;
      printed.set(id, resolve);
      send({ id, method: 'print', params: { content } });
    });

  for await (const line of createInterface({ input, crlfDelay: Infinity })) {
    if (line.trim() === '') continue;
    /** @type {{ id?: unknown, method?: string, params?: unknown }} */
    const message = JSON.parse(line);
    const { id, method, params } = message;
    if (method === undefined) {
      printed.get(id)?.();
      printed.delete(id);
    } else {
      turn = turn.then(async () => send({ id, ...(await handle(method, params, print)) }));
    }
  }
  await turn;
}

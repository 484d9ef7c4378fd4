import { setTimeout as pause } from 'node:timers/promises';
import { DemoFailed } from './demo-failed.js';

const tries = 4;
const betweenTriesMs = 250;

/** What the service answers. A reused connection that it has just closed is no answer: it's asked again. */
export async function askService(url: string, init: RequestInit = {}, left = tries): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (cause) {
    if (left <= 1) throw new DemoFailed(`The service doesn't answer at ${url}`, [], { cause });
    await pause(betweenTriesMs);
    return askService(url, init, left - 1);
  }
}

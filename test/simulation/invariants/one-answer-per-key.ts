import { isDeepStrictEqual } from 'node:util';
import type { Heard } from '../workload/persons-desk.js';
import type { World } from '../world.js';
import type { Invariant } from './invariant.js';

/** A key names one command for ever: whoever asks the same again hears the same, and any other command is refused. */
export const oneAnswerPerKey: Invariant = {
  name: 'every command of a person is done once and has one answer',
  check: (world) => (world.payments === null ? [] : [...world.payments.desk.failures, ...differing(world)]),
};

function differing({ payments, store }: World): readonly string[] {
  const heard = payments?.desk.heard ?? [];
  return heard.flatMap((one) => {
    const { request, answer } = one;
    const kept = store.money.requests.get(request.key);
    const others = heard.filter((other) => other.request.key === request.key);
    if (kept === undefined) return [`key ${request.key} was answered, and its answer is not kept`];
    if (answer === 'key reused')
      return others.some((other) => !isSame(other, one)) ? [] : [`key ${request.key} was taken for another's`];
    return isDeepStrictEqual(answer, kept.answer) ? [] : [`key ${request.key} has two answers`];
  });
}

const isSame = (one: Heard, other: Heard): boolean =>
  one.request.orderId === other.request.orderId &&
  one.request.expectedVersion === other.request.expectedVersion &&
  isDeepStrictEqual(one.command, other.command);

import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { commandsOf } from '../../src/order/commands-of.js';
import { toEventData } from '../../src/order/event-record.js';
import { inputs } from './arbitrary-inputs.js';
import { live } from './order-life.js';

it('tells from the facts alone what was published, whatever came in whichever order', () => {
  fc.assert(
    fc.property(inputs, (arrived) => {
      const { events, commands } = live(arrived);
      const due = commandsOf(
        events.map(({ body }) => ({
          type: body.type,
          bringsEmail: (toEventData(body).contact ?? []).includes('email'),
        })),
      );
      expect(due.map(({ command }) => command)).toEqual(commands.map(({ body: { type } }) => type));
      expect(due.map(({ index }) => events[index]?.cause.messageId)).toEqual(
        commands.map(({ cause: { messageId } }) => messageId),
      );
    }),
    { numRuns: 1_000 },
  );
});

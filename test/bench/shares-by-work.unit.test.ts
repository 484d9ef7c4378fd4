import { describe, expect, it } from '@jest/globals';
import { sharesByWork } from '../../bench/profile/work.js';

const frame = (functionName: string, place: string) => ({
  functionName,
  scriptId: '0',
  url: place === '' ? '' : `file:///app/${place}`,
  lineNumber: 0,
  columnNumber: 0,
});

describe('the shares of a profile', () => {
  it('go to the code of ours that is nearest to where the time goes', () => {
    const profile = {
      nodes: [
        { id: 1, callFrame: frame('(root)', ''), children: [2, 6, 8, 9] },
        { id: 2, callFrame: frame('onData', 'node_modules/amqplib/lib/connection.js'), children: [3] },
        { id: 3, callFrame: frame('receive', 'dist/src/inbox/consumer.js'), children: [4, 5] },
        { id: 4, callFrame: frame('decode', 'dist/src/contracts/decode-message.js') },
        { id: 5, callFrame: frame('next', 'node_modules/rxjs/dist/cjs/internal/Subject.js') },
        { id: 6, callFrame: frame('publish', 'dist/src/broker/rabbitmq/confirm-channel.js'), children: [7] },
        { id: 7, callFrame: frame('sendMessage', 'node_modules/amqplib/lib/connection.js') },
        { id: 8, callFrame: frame('(idle)', '') },
        { id: 9, callFrame: frame('(garbage collector)', '') },
      ],
      startTime: 0,
      endTime: 1_000,
      samples: [2, 4, 4, 5, 7, 8, 9],
      timeDeltas: [100, 100, 100, 200, 300, 5_000, 200],
    };

    const shares = Object.fromEntries([...sharesByWork(profile)].filter(([, share]) => share > 0));

    expect(shares).toEqual({ amqp: 0.1, decode: 0.2, bus: 0.2, publish: 0.3, gc: 0.2 });
  });
});

import { describe, expect, it } from '@jest/globals';
import { readFlags } from '../../demo/flags.js';

describe('the flags of the demo', () => {
  it('runs for ever at 20 orders a second while somebody watches', () => {
    expect(readFlags([], true)).toEqual({
      run: {
        orders: null,
        exit: false,
        payments: false,
        rate: 20,
        brokerUrl: null,
        port: null,
        seed: expect.any(Number),
      },
    });
  });

  it('ends by itself after 100 orders where nobody watches', () => {
    expect(readFlags([], false)).toMatchObject({ run: { orders: 100, exit: true } });
  });

  it('takes what it is given', () => {
    const argv = [
      '--orders',
      '200',
      '--rate',
      '2.5',
      '--exit',
      '--payments',
      '--broker',
      'amqp://b:1/v',
      '--port',
      '81',
      '--seed',
      '7',
    ];
    expect(readFlags(argv, false)).toEqual({
      run: { orders: 200, exit: true, payments: true, rate: 2.5, brokerUrl: 'amqp://b:1/v', port: 81, seed: 7 },
    });
  });

  it('goes on after the given orders unless it is told to exit', () => {
    expect(readFlags(['--orders', '5'], false)).toMatchObject({ run: { orders: 5, exit: false } });
  });

  it('lists the options when asked for help', () => {
    expect(readFlags(['--help'], true)).toMatchObject({ help: expect.stringContaining('--orders N') });
  });

  it.each([
    [['--frobnicate'], '--frobnicate'],
    [['now'], 'now'],
    [['--orders', '0'], '--orders'],
    [['--orders', '1e3'], '--orders'],
    [['--rate', '-1'], '--rate'],
    [['--port', '70000'], '--port'],
    [['--broker', 'http://localhost'], '--broker'],
    [['--exit'], '--orders'],
  ])('answers %j with one line that names it', (argv, named) => {
    const asked = readFlags(argv, true);
    expect(asked).toMatchObject({ wrong: expect.stringContaining(named) });
    expect('wrong' in asked && asked.wrong).not.toContain('\n');
  });
});

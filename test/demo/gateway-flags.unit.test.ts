import { describe, expect, it } from '@jest/globals';
import { readFlags } from '../../demo/gateway/flags.js';

describe('the flags of the simulated gateway', () => {
  it('are all optional', () => {
    expect(readFlags([])).toEqual({ run: { as: 'simulated', port: 3010, pendingMs: 2000, target: null } });
  });

  it('say as whom it speaks, where it listens, and whom it tells', () => {
    const where = ['--port', '0', '--pending-ms', '5', '--webhook-url', 'http://127.0.0.1/x', '--webhook-secret', 's'];
    const argv = ['--as', 'stripe', ...where];
    const target = { url: 'http://127.0.0.1/x', secrets: ['s'] };
    expect(readFlags(argv)).toEqual({ run: { as: 'stripe', port: 0, pendingMs: 5, target } });
  });

  it.each([
    [['--as', 'paypal'], '--as must be simulated or stripe'],
    [['--port', 'x'], '--port must be a whole number up to 65535'],
    [['--port', '65536'], '--port must be a whole number up to 65535'],
    [['--port'], '--port needs a value'],
    [['--webhook-url', 'ftp://x'], '--webhook-url must be a URL that starts with http:// or https://'],
    [['--webhook-secret', ''], '--webhook-secret must not be empty'],
    [['--foo'], '--foo is no option'],
    [['foo'], 'foo is no option'],
  ])('are refused with a sentence: %j', (argv, sentence) => {
    expect(readFlags(argv)).toEqual({ wrong: `${sentence} (npm run gateway -- --help lists the options)` });
  });
});

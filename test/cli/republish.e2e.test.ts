import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Neighbours } from '../service/neighbours.js';
import { eventually } from '../tools/eventually.js';
import { startTestService, type TestService } from '../tools/test-service.js';
import { runFinance } from './finance-command.js';

let service: TestService;
let neighbours: Neighbours;

beforeEach(async () => {
  service = await startTestService();
  neighbours = await Neighbours.join(service.broker);
});

afterEach(() => service.stop());

const republish = (...args: readonly string[]) =>
  runFinance(service.site.env, 'outbox', 'republish', '--json', ...args);

describe('finance outbox republish', () => {
  it('sends an order or a time again, beside the running service, and only counts with --dry-run', async () => {
    const order = Neighbours.order();
    const heard = (times: number) =>
      eventually(async () => {
        expect(neighbours.commandsOf(order.orderId).map(({ type }) => type)).toEqual(
          Array.from({ length: times }, () => 'PlaceOrderCommand'),
        );
        expect((await service.site.sql.query('select from outbox')).rowCount).toBe(0);
      });
    await neighbours.say('UserCheckedOutIntegrationEvent', order);
    await heard(1);

    const counted = await republish('--order', order.orderId, '--dry-run');
    expect(counted).toMatchObject({ code: 0, stderr: '' });
    expect(counted.records()).toEqual([{ republished: 1, waiting: 0 }]);
    const sent = await republish('--from', '2000-01-01T00:00Z', '--to', '2100-01-01T00:00Z');
    expect(sent).toMatchObject({ code: 0, stderr: '' });
    expect(sent.records()).toEqual([{ republished: 1, waiting: 0 }]);
    await heard(2);
    const ids = neighbours.commandsOf(order.orderId).map(({ messageId }) => messageId);
    expect(new Set(ids).size).toBe(1);
  });

  it.each([
    [[], 'either --order or both --from and --to are required'],
    [['--from', '2026-01-01T00:00Z'], 'either --order or both --from and --to are required'],
    [['--from', '2026-01-02T00:00Z', '--to', '2026-01-01T00:00Z'], 'to must be after from'],
  ])('ends with 2 on %j', async (args, sentence) => {
    expect(await republish(...args)).toMatchObject({ code: 2, stderr: expect.stringContaining(sentence) as unknown });
  });
});

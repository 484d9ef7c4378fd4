import { afterEach, describe, expect, it } from '@jest/globals';
import { Neighbours } from '../service/neighbours.js';
import { eventually } from '../tools/eventually.js';
import { describeWith, testRedisUrl } from '../tools/parts.js';
import { type Env, startTestService, type TestService } from '../tools/test-service.js';

function removesWhatIsOver(env: () => Env): void {
  let service: TestService;

  afterEach(async () => {
    await service.stop();
  });

  it('removes what was sent when its time is over, and keeps the order', async () => {
    service = await startTestService({ OUTBOX_RETENTION: 'PT0.3S', RETENTION_SWEEP_INTERVAL: 'PT0.2S', ...env() });
    const neighbours = await Neighbours.join(service.broker);
    const order = Neighbours.order();
    await neighbours.say('UserCheckedOutIntegrationEvent', order);
    await eventually(async () => {
      expect(neighbours.commandsOf(order.orderId)).toHaveLength(1);
      expect((await service.site.sql.query('select from messages')).rowCount).toBe(0);
    });
    expect((await fetch(`${service.url}/api/v1/orders/${order.orderId}`)).status).toBe(200);
  });
}

describe('the running service, with BullMQ on PostgreSQL,', () => {
  removesWhatIsOver(() => ({}));
});

describeWith('redis', 'the running service, with BullMQ on Redis,', () => {
  removesWhatIsOver(() => ({ REDIS_URL: testRedisUrl() }));
});

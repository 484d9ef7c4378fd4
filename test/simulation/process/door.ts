import type { CommandAnswer, OperatePayment } from '../../../src/saga/operate-payment.js';
import type { WebhookDoor } from '../servers/gateway-webhooks.js';

/** What a process takes from outside beside the broker's deliveries: the gateway's webhooks, and people's commands. */
export type Door = WebhookDoor & { operate(command: OperatePayment): Promise<CommandAnswer> };

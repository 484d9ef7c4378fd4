import { errorFields, type Log, markTold } from '../log.js';
import type { Behaviour } from './behaviour.js';
import { isRefusal } from './refusal.js';

type Traced = { readonly orderId?: unknown; readonly messageId?: unknown };

/** Failures are logged here and nowhere else, refusals as what they are; successes only when somebody looks for them, since there are thousands a second. */
export const logging =
  (log: Log): Behaviour =>
  (request, next) => {
    const { orderId, messageId } = request.message as Traced;
    const fields = { kind: request.kind, name: request.name, orderId, messageId };
    log.trace(fields, 'handling');
    return next().catch((error: unknown) => {
      if (isRefusal(error)) log.info({ ...fields, code: error.code }, error.message);
      else log.error({ ...fields, ...errorFields(error) }, `${request.name} failed`);
      markTold(error);
      throw error;
    });
  };

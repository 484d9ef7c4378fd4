import { errorFields, type Log, markTold } from '../log.js';
import type { Behaviour, Request } from './behaviour.js';
import { isRefusal } from './refusal.js';

type Traced = { readonly orderId?: unknown; readonly messageId?: unknown };

const fieldsOf = ({ kind, name, message }: Request) => {
  const { orderId, messageId } = message as Traced;
  return { kind, name, orderId, messageId };
};

/** Failures are logged here and nowhere else, refusals as what they are; successes only when somebody looks for them, since there are thousands a second. */
export const logging =
  (log: Log): Behaviour =>
  (request, next) => {
    if (log.isLevelEnabled('trace')) log.trace(fieldsOf(request), 'handling');
    return next().catch((error: unknown) => {
      if (isRefusal(error)) log.info({ ...fieldsOf(request), code: error.code }, error.message);
      else log.error({ ...fieldsOf(request), ...errorFields(error) }, `${request.name} failed`);
      markTold(error);
      throw error;
    });
  };

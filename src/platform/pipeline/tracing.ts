import { tracingChannel } from 'node:diagnostics_channel';
import type { Behaviour, Request } from './behaviour.js';

/**
 * The tracing hook: Node's tracing channel `finance.mediator` (start, end, asyncStart, asyncEnd, error), whose context is the
 * request. A telemetry SDK subscribes and makes spans of it; without a subscriber it costs next to nothing.
 */
export const mediatorChannel = tracingChannel<Request>('finance.mediator');

export const tracing: Behaviour = (request, next) =>
  mediatorChannel.hasSubscribers ? mediatorChannel.tracePromise(next, request) : next();

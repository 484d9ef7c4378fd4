import type { Metrics } from '../metrics.js';
import type { Behaviour } from './behaviour.js';

export const measuring =
  (metrics: Metrics): Behaviour =>
  (request, next) => {
    const start = performance.now();
    const observe = (outcome: 'ok' | 'error') => {
      metrics.handled.observe({ kind: request.kind, name: request.name, outcome }, (performance.now() - start) / 1000);
    };
    return next().then(
      (answer) => {
        observe('ok');
        return answer;
      },
      (error: unknown) => {
        observe('error');
        throw error;
      },
    );
  };

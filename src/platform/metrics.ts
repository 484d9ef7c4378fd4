import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

// Node notes the time between two ticks of a timer of this length, which wakes an idle process each time: at its own 10 ms that took half
// of what an idle process of the role api takes. So the lags that `nodejs_eventloop_lag_*` tell begin at 50 ms.
const eventLoopTickMs = 50;

/** Prometheus metrics of one process. A registry of its own, so that several applications can live in one test process. */
export class Metrics {
  readonly registry = new Registry();

  readonly handled = new Histogram({
    name: 'finance_mediator_seconds',
    help: 'Time from a command or query entering its bus until it is answered.',
    labelNames: ['kind', 'name', 'outcome'],
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    registers: [this.registry],
  });
  readonly steps = new Counter({
    name: 'finance_steps_total',
    help: 'Inputs of orders by their outcome.',
    labelNames: ['outcome'],
    registers: [this.registry],
  });
  readonly discrepancies = new Counter({
    name: 'finance_discrepancies_total',
    help: 'Fields in which an event contradicted what was known.',
    labelNames: ['field'],
    registers: [this.registry],
  });
  readonly conflicts = new Counter({
    name: 'finance_version_conflicts_total',
    help: 'Orders that another process moved between our read and our write.',
    registers: [this.registry],
  });
  readonly batch = new Histogram({
    name: 'finance_write_batch_inputs',
    help: 'Inputs that one statement wrote.',
    buckets: [1, 2, 5, 10, 25, 50, 100, 200],
    registers: [this.registry],
  });
  readonly published = new Counter({
    name: 'finance_messages_published_total',
    help: 'Outgoing messages by what became of the publish.',
    labelNames: ['outcome'],
    registers: [this.registry],
  });
  readonly deadLetters = new Counter({
    name: 'finance_dead_letters_total',
    help: 'Messages that went to the dead letters.',
    labelNames: ['direction', 'reason'],
    registers: [this.registry],
  });
  readonly expired = new Counter({
    name: 'finance_expired_rows_total',
    help: 'Rows that were removed when their retention was over.',
    labelNames: ['kind'],
    registers: [this.registry],
  });
  readonly lanes = new Gauge({
    name: 'finance_relay_lanes',
    help: 'Lanes that this process holds.',
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry, eventLoopMonitoringPrecision: eventLoopTickMs });
  }
}

import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Everything `/metrics` shows. One registry per app, so that tests may run several. */
export function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  return {
    registry,
    collectProcess: () => collectDefaultMetrics({ register: registry }),
    callSeconds: new Histogram({
      name: 'veche_call_seconds',
      help: 'Time to answer a method, by its name and outcome code',
      labelNames: ['method', 'code'],
      buckets: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5, 30],
      registers,
    }),
    batchRows: new Histogram({
      name: 'veche_log_batch_operations',
      help: 'Operations in one group commit',
      buckets: [1, 2, 5, 10, 25, 50, 100, 250, 500],
      registers,
    }),
    batchSeconds: new Histogram({
      name: 'veche_log_batch_seconds',
      help: 'Time of one group commit',
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 5],
      registers,
    }),
    sockets: new Gauge({ name: 'veche_sockets', help: 'Open WebSockets', registers }),
    deliveries: new Counter({ name: 'veche_deliveries_total', help: 'Events handed to sockets', registers }),
    nudges: new Counter({ name: 'veche_nudges_total', help: 'Slow sockets told to pull', registers }),
  };
}
export type Metrics = ReturnType<typeof createMetrics>;

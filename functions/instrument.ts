import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import type { MiddlewareObj } from '@middy/core';
import { type LeanableClient, leanClient } from '#adapters/aws/lean-client.ts';
import { type MeterableClient, meteredClient } from '#adapters/aws/metered-client.ts';
import type { TraceableClient } from '#adapters/aws/traced-client.ts';
import type { Observer } from '#ports/observer.ts';
import { createConsumption } from './consumption.ts';
import { createTracing } from './tracing.ts';

/** Logs, metrics and traces of one function, and the observer through which its handler reports. */
export type Instruments = {
  readonly observer: Observer;
  /** Traces the calls of an AWS client, and counts the capacity units that they consume. */
  traced<Client extends MeterableClient & LeanableClient & TraceableClient>(client: Client): Client;
  /** What every entry point is wrapped in: a trace, the context in every log line, metrics flushed at the end. */
  readonly middlewares: MiddlewareObj[];
};

/** Builds the instruments of a function; names come from the POWERTOOLS_ variables of its environment. */
export function createInstruments(): Instruments {
  const logger = new Logger();
  const metrics = new Metrics();
  const tracing = createTracing(process.env);
  const observer: Observer = {
    count: (name, value) => {
      if (value !== 0) metrics.addMetric(name, MetricUnit.Count, value);
    },
    note: (message, details) => logger.info(message, { details }),
    warn: (message, details) => logger.warn(message, { details }),
  };
  const consumption = createConsumption(observer);
  return {
    observer,
    traced: (client) => meteredClient(leanClient(tracing.traced(client)), consumption.meter),
    // What comes last ends first: the units are counted before the metrics are flushed.
    middlewares: [...tracing.middlewares, injectLambdaContext(logger), logMetrics(metrics), consumption.middleware],
  };
}

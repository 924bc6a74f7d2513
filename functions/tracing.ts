import type { MiddlewareObj } from '@middy/core';

/** How a function's calls are traced. */
export type Tracing = {
  /** Traces the calls of an AWS client. */
  traced<Client>(client: Client): Client;
  readonly middlewares: readonly MiddlewareObj[];
};

/**
 * Builds the tracing of a function from the value of POWERTOOLS_TRACE_ENABLED: on, unless that says no.
 *
 * Where it is off, the X-Ray library is not even loaded: from its first moment it follows every promise of the process
 * with an async hook, which takes a fifth of a function's processor time and some megabytes of its memory.
 */
export async function createTracing(enabled: string | undefined): Promise<Tracing> {
  if (enabled === 'false') return { traced: (client) => client, middlewares: [] };
  const [{ Tracer }, { captureLambdaHandler }] = await Promise.all([
    import('@aws-lambda-powertools/tracer'),
    import('@aws-lambda-powertools/tracer/middleware'),
  ]);
  const tracer = new Tracer({ captureHTTPsRequests: false });
  return {
    traced: (client) => tracer.captureAWSv3Client(client),
    middlewares: [captureLambdaHandler(tracer, { captureResponse: false })],
  };
}

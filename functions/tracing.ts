import { randomBytes } from 'node:crypto';
import type { MiddlewareObj } from '@middy/core';
import { type CallOutcome, type StartCall, type TraceableClient, tracedClient } from '#adapters/aws/traced-client.ts';
import { traceFailure } from './trace-failure.ts';
import { callTraceHeader, parseTraceHeader, type TraceHeader } from './trace-header.ts';
import { createTraceSender, type TraceSender } from './trace-sender.ts';

/** How a function's calls are traced. */
export type Tracing = {
  /** Traces the calls of an AWS client. */
  traced<Client extends TraceableClient>(client: Client): Client;
  readonly middlewares: readonly MiddlewareObj[];
};

/** Calls that one invocation tells of at most: X-Ray keeps 500 KB of a trace, and a call takes about half a kilobyte. */
const mostCalls = 900;

const secondsNow = () => Date.now() / 1000;
const newId = () => randomBytes(8).toString('hex');

/** An invocation under way. Lambda runs one at a time in a process. */
type Invocation = { readonly header: TraceHeader; readonly id: string; readonly startSeconds: number; calls: number };

/** Who is to blame: whoever called, where the service refuses; else the service. */
function flagsOf({ status, isThrottled, error }: Omit<CallOutcome, 'aws'>) {
  if (error === null) return {};
  const isRefused = status !== null && status >= 400 && status < 500;
  const blame = isRefused ? { error: true } : { fault: true };
  return { ...blame, ...(isThrottled && { throttle: true }), cause: traceFailure(error, true) };
}

const partOf = (invocation: Invocation, parent: string) => {
  return { trace_id: invocation.header.root, parent_id: parent, type: 'subsegment' };
};

/** Begins a call within the invocation that is under way: outside of one there is nothing that it would be part of. */
function startCall(invocation: Invocation | null, service: string, { send }: TraceSender): ReturnType<StartCall> {
  if (invocation === null) return null;
  const [id, startSeconds] = [newId(), secondsNow()];
  return {
    header: callTraceHeader(invocation.header, id),
    end: ({ aws, ...rest }) => {
      invocation.calls += 1;
      if (!invocation.header.isSampled || invocation.calls > mostCalls) return;
      const http = rest.status === null ? {} : { http: { response: { status: rest.status } } };
      const times = { start_time: startSeconds, end_time: secondsNow() };
      send({
        name: service,
        id,
        ...partOf(invocation, invocation.id),
        ...times,
        namespace: 'aws',
        aws,
        ...http,
        ...flagsOf(rest),
      });
    },
  };
}

/**
 * Builds the tracing of a function from its environment: on, unless POWERTOOLS_TRACE_ENABLED is `false` or there is no daemon to
 * tell.
 *
 * It speaks to the daemon that Lambda runs, in the form that the X-Ray libraries have. Those end in 2027, weigh a sixth of
 * a bundle and follow every promise of the process (docs/decisions/0022).
 */
export function createTracing(environment: Readonly<Record<string, string | undefined>>): Tracing {
  const isOff = environment['POWERTOOLS_TRACE_ENABLED'] === 'false';
  const sender = isOff ? null : createTraceSender(environment['AWS_XRAY_DAEMON_ADDRESS']);
  if (sender === null) return { traced: (client) => client, middlewares: [] };
  let isCold = environment['AWS_LAMBDA_INITIALIZATION_TYPE'] !== 'provisioned-concurrency';
  let invocation: Invocation | null = null;
  const begin = () => {
    const header = parseTraceHeader(process.env['_X_AMZN_TRACE_ID']);
    invocation = header === null ? null : { header, id: newId(), startSeconds: secondsNow(), calls: 0 };
  };
  const finish = async (more: object) => {
    const annotations = { ColdStart: isCold, Service: environment['POWERTOOLS_SERVICE_NAME'] ?? 'holdfast' };
    isCold = false;
    if (invocation?.header.isSampled) {
      const { id, startSeconds, header, calls } = invocation;
      const name = `## ${environment['_HANDLER'] ?? 'handler'}`;
      const told = calls > mostCalls ? { ...annotations, CallsNotTraced: calls - mostCalls } : annotations;
      const times = { start_time: startSeconds, end_time: secondsNow() };
      sender.send({ name, id, ...partOf(invocation, header.parent), ...times, annotations: told, ...more });
    }
    invocation = null;
    await sender.flush();
  };
  const middleware: MiddlewareObj = {
    before: begin,
    after: () => finish({}),
    onError: ({ error }) => finish({ fault: true, cause: traceFailure(error, false) }),
  };
  return {
    traced: (client) => tracedClient(client, (service) => startCall(invocation, service, sender)),
    middlewares: [middleware],
  };
}

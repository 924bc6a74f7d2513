import * as z from 'zod';

type Call = { readonly input: object; readonly request: unknown };
type Answer = { output: object; response: unknown };
type Handler = (call: Call) => Promise<Answer>;
type Middleware = (next: Handler, context: { readonly clientName?: string; readonly commandName?: string }) => Handler;

/** An AWS client whose calls can be traced on their way. */
export type TraceableClient = {
  readonly config: { readonly region: () => Promise<string> };
  readonly middlewareStack: { add(middleware: Middleware, options: { step: 'build'; name: string }): void };
};

/** A call under way. */
export type CallTrace = {
  /** The trace header that the service is told. */
  readonly header: string;
  readonly end: (about: CallOutcome) => void;
};

/** What is known of a call when it is over. */
export type CallOutcome = {
  readonly aws: Readonly<Record<string, unknown>>;
  /** Null where no answer came. */
  readonly status: number | null;
  readonly isThrottled: boolean;
  readonly error: unknown;
};

/** Begins to trace a call to a service by its name; null where nothing is traced now. */
export type StartCall = (service: string) => CallTrace | null;

const metadataOf = z.object({
  $metadata: z.object({
    httpStatusCode: z.number().optional(),
    requestId: z.string().optional(),
    attempts: z.number().optional(),
  }),
});
const throttledOf = z.object({ $retryable: z.object({ throttling: z.literal(true) }) });

const inputOf = z.object({
  TableName: z.string().optional(),
  IndexName: z.string().optional(),
  QueueUrl: z.string().optional(),
  Bucket: z.string().optional(),
  RequestItems: z.record(z.string(), z.unknown()).optional(),
  Entries: z.array(z.unknown()).optional(),
});

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Tells the service of which trace a request is a part. */
function tellTrace(request: unknown, header: string): void {
  if (isRecord(request) && isRecord(request['headers'])) request['headers']['X-Amzn-Trace-Id'] = header;
}

/** What a call is about, under the names that X-Ray has for it. Source: AWS X-Ray developer guide, "AWS resource data". */
function resourcesOf(input: object): Record<string, unknown> {
  const { TableName, IndexName, QueueUrl, Bucket, RequestItems, Entries } = inputOf.safeParse(input).data ?? {};
  return {
    ...(TableName !== undefined && { table_name: TableName }),
    ...(IndexName !== undefined && { index_name: IndexName }),
    ...(QueueUrl !== undefined && { queue_url: QueueUrl }),
    ...(Bucket !== undefined && { bucket_name: Bucket }),
    ...(RequestItems !== undefined && { table_names: Object.keys(RequestItems) }),
    ...(Entries !== undefined && { message_count: Entries.length }),
  };
}

function outcomeOf(operation: string, region: string, input: object, answered: unknown, error: unknown): CallOutcome {
  const { requestId, attempts, httpStatusCode } = metadataOf.safeParse(answered).data?.$metadata ?? {};
  const aws = {
    operation,
    region,
    ...(requestId !== undefined && { request_id: requestId }),
    retries: (attempts ?? 1) - 1,
    ...resourcesOf(input),
  };
  const isThrottled = httpStatusCode === 429 || throttledOf.safeParse(error).success;
  return { aws, status: httpStatusCode ?? null, isThrottled, error };
}

/** Traces the calls of a client, and gives the client back. */
export function tracedClient<Client extends TraceableClient>(client: Client, start: StartCall): Client {
  const middleware: Middleware =
    (next, { clientName = '', commandName = '' }) =>
    async (call) => {
      const trace = start(clientName.replace(/Client$/, ''));
      if (trace === null) return next(call);
      tellTrace(call.request, trace.header);
      const over = async (answered: unknown, error: unknown) => {
        const operation = commandName.replace(/Command$/, '');
        trace.end(outcomeOf(operation, await client.config.region(), call.input, answered, error));
      };
      try {
        const answer = await next(call);
        await over(answer.output, null);
        return answer;
      } catch (error) {
        await over(error, error);
        throw error;
      }
    };
  client.middlewareStack.add(middleware, { step: 'build', name: 'holdfastTrace' });
  return client;
}

import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listen, type RunningServer } from '../http/listen.ts';
import { readBody } from '../http/request-body.ts';
import { type EventBuses, EventsValidationError } from './event-buses.ts';
import { isJsonObject } from './json-object.ts';

type EventBridgeServerOptions = {
  readonly buses: EventBuses;
  readonly port: number;
  readonly host?: string;
};

/** Above what any request of PutEvents can hold (256 KB of entries, escaped once more as JSON). */
const mostBodyBytes = 2 * 1024 * 1024;

type Answer = { readonly status: number; readonly body: unknown };

/**
 * EventBridge on the wire: AWS JSON 1.1 with the action PutEvents. Every other action is refused by name. Signatures
 * are not checked.
 * @throws Error when the port is in use.
 */
export function startEventBridgeServer({
  buses,
  port,
  host = '127.0.0.1',
}: EventBridgeServerOptions): Promise<RunningServer> {
  const server = createServer((request, response) => {
    void handle(buses, request).then((answer) => send(response, answer));
  });
  return listen(server, 'the EventBridge endpoint', host, port);
}

async function handle(buses: EventBuses, request: IncomingMessage): Promise<Answer> {
  try {
    const body = await readBody(request, mostBodyBytes);
    if (body === 'too large') return failure(413, 'RequestEntityTooLargeException', `at most ${mostBodyBytes} bytes`);
    const action = String(request.headers['x-amz-target'] ?? '');
    if (action !== 'AWSEvents.PutEvents') return failure(400, 'UnknownOperationException', `Unknown action: ${action}`);
    return putEvents(buses, body.toString('utf8'));
  } catch (error) {
    return failure(500, 'InternalFailure', error instanceof Error ? error.message : String(error));
  }
}

function putEvents(buses: EventBuses, text: string): Answer {
  let request: unknown;
  try {
    request = JSON.parse(text);
  } catch {
    return failure(400, 'SerializationException', 'The request is not valid JSON');
  }
  if (!isJsonObject(request)) return failure(400, 'SerializationException', 'The request is not a JSON object');
  try {
    return { status: 200, body: buses.putEvents(request['Entries']) };
  } catch (error) {
    if (error instanceof EventsValidationError) return failure(400, error.name, error.message);
    throw error;
  }
}

const failure = (status: number, code: string, message: string): Answer => ({
  status,
  body: { __type: code, message },
});

function send(response: ServerResponse, { status, body }: Answer): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/x-amz-json-1.1',
    'content-length': Buffer.byteLength(text),
    'x-amzn-requestid': randomUUID(),
  });
  response.end(text);
}

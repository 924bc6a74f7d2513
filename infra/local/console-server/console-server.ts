import { createServer, type IncomingMessage } from 'node:http';
import { maximumIdentifierLength } from '#contracts/identifier.ts';
import { listen, type RunningServer } from '../http/listen.ts';
import { type Answer, jsonAnswer, mailAnswer, sendAnswer } from './answer.ts';
import type { ConsoleSource } from './console-source.ts';
import { readPageFiles } from './page-files.ts';

export type ConsoleServerOptions = {
  readonly source: ConsoleSource;
  /** 0 takes any free port. */
  readonly port: number;
  /** Told of an answer that could not be made. */
  readonly log: (message: string) => void;
};

/**
 * Serves the console on 127.0.0.1: the page and what it shows. It only reads. Requests that name another host are
 * refused, so that no web page elsewhere can read it by pointing its own name at this machine (DNS rebinding).
 * @throws Error `Cannot start the console: port N is in use…`
 */
export async function startConsoleServer(options: ConsoleServerOptions): Promise<RunningServer> {
  const pageFiles = await readPageFiles();
  const server = createServer((request, response) => {
    answer(request, options.source, pageFiles).then(
      (made) => sendAnswer(response, made),
      (error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error);
        options.log(`Cannot answer ${request.url}: ${reason}`);
        sendAnswer(response, jsonAnswer(500, { error: `Cannot read what to show: ${reason}` }));
      },
    );
  });
  server.requestTimeout = 10_000;
  return listen(server, 'the console', '127.0.0.1', options.port);
}

async function answer(
  request: IncomingMessage,
  source: ConsoleSource,
  pageFiles: ReadonlyMap<string, Answer>,
): Promise<Answer> {
  if (!isLocalHost(request.headers.host)) {
    const named = request.headers.host ?? 'none';
    return jsonAnswer(421, { error: `Cannot serve the host "${named}": open the console as 127.0.0.1 or localhost` });
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return jsonAnswer(405, { error: `Cannot ${request.method}: the console only reads` });
  }
  const path = (request.url ?? '/').replace(/[?#].*$/s, '');
  const page = pageFiles.get(path);
  if (page !== undefined) return page;
  return (await apiAnswer(path, source)) ?? jsonAnswer(404, { error: `Cannot find ${path}` });
}

async function apiAnswer(path: string, source: ConsoleSource): Promise<Answer | null> {
  if (path === '/api/overview') return jsonAnswer(200, await source.overview());
  if (path === '/api/inbox') return jsonAnswer(200, await source.inbox());
  if (path === '/api/mailbox') return jsonAnswer(200, await source.mails());
  const mailId = identifierAfter('/api/mailbox/', path);
  if (mailId !== null) {
    const html = await source.mailHtml(mailId);
    return html === null ? null : mailAnswer(html);
  }
  const customerId = identifierAfter('/api/customers/', path);
  if (customerId !== null) {
    const customer = await source.customer(customerId);
    return customer === null ? null : jsonAnswer(200, customer);
  }
  return null;
}

function isLocalHost(host: string | undefined): boolean {
  return /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i.test(host ?? '');
}

/** The decoded rest of a path; null if the path is another, or if that is no identifier. */
function identifierAfter(prefix: string, path: string): string | null {
  if (!path.startsWith(prefix)) return null;
  try {
    const identifier = decodeURIComponent(path.slice(prefix.length));
    return identifier.length > 0 && identifier.length <= maximumIdentifierLength ? identifier : null;
  } catch {
    // A malformed escape names nothing.
    return null;
  }
}

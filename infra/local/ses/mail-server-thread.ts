import { parentPort } from 'node:worker_threads';
import mailServer from 'aws-ses-v2-local';
import { type Email, getStoreReadonly } from 'aws-ses-v2-local/dist/store.js';
import type { MailServerMessage } from './mail-messages.ts';

// The body of a worker thread. The server keeps its mails in a variable of its module: in a thread of its own that is
// one store for each embedded AWS, and handing mails over at once keeps it empty.

const post = (message: MailServerMessage): void => parentPort?.postMessage(message);

const hand = ({ messageId, from, destination, subject, body }: Email): void =>
  post({
    kind: 'mail',
    mail: { messageId, from, to: destination.to, subject, html: body.html ?? '', text: body.text ?? '' },
  });

getStoreReadonly().emails.push = (...emails: Email[]): number => {
  for (const email of emails) hand(email);
  return 0;
};

const server = await mailServer.default({ host: '127.0.0.1', port: 0 });
const address = server.address();
if (typeof address === 'object' && address !== null) post({ kind: 'listening', port: address.port });
else post({ kind: 'failed', reason: 'it has no address' });

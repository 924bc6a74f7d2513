import { join } from 'node:path';
import type { Assembly } from './assembly.ts';
import type { DataDirectory } from './data-directory.ts';
import { type DynamoDbEngine, startDynamoDbEngine } from './dynamodb/dynamodb-engine.ts';
import { type MailServer, startMailServer } from './ses/mail-server.ts';
import { type Mailbox, openMailbox } from './ses/mailbox.ts';
import { type QueueEngine, startQueueEngine } from './sqs/queue-engine.ts';
import type { UndoStack } from './undo-stack.ts';

/** The engines that others wrote: DynamoDB, SQS with S3, and SES. */
export type EmbeddedEngines = {
  readonly dynamodb: DynamoDbEngine;
  readonly queues: QueueEngine;
  readonly mail: MailServer;
  readonly mailbox: Mailbox;
};

export type EnginesOptions = {
  readonly assembly: Assembly;
  readonly data: DataDirectory;
  readonly nowMs: () => number;
};

/** Starts the engines beside each other. What it starts, it adds to `undo`. @throws Error of the first that cannot start. */
export const startEngines = async (options: EnginesOptions, undo: UndoStack): Promise<EmbeddedEngines> => {
  const { accountId, region } = options.assembly;
  const { kept: dataDirectory } = options.data;
  const mailbox = openMailbox(dataDirectory === undefined ? undefined : join(dataDirectory, 'mailbox.ndjson'));
  const endpointUrl = process.env['AWS_ENDPOINT_URL_DYNAMODB'];
  const [dynamodb, queues, mail] = await Promise.allSettled([
    startDynamoDbEngine({ dataDirectory, region, endpointUrl }).then(undoable(undo)),
    startQueueEngine({ dataDirectory, accountId, region }).then(undoable(undo)),
    startMailServer(mailbox, options.nowMs).then(undoable(undo)),
  ]);
  // All have ended starting, well or badly: what did start is in `undo` by now.
  return { dynamodb: startedPart(dynamodb), queues: startedPart(queues), mail: startedPart(mail), mailbox };
};

const undoable =
  (undo: UndoStack) =>
  <Part extends { readonly stop: () => Promise<void> }>(part: Part): Part => {
    undo.add(part.stop);
    return part;
  };

const startedPart = <Value>(settled: PromiseSettledResult<Value>): Value => {
  if (settled.status === 'rejected') throw settled.reason;
  return settled.value;
};

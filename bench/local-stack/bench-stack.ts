import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createDynamoSourceStore } from '#adapters/aws/dynamodb-source-store.ts';
import { newSource } from '#domain/ingest/new-source.ts';
import { createEmbeddedClock } from '#infra/local/clock.ts';
import { synthesizeApart } from '#infra/local/demo/synthesize-apart.ts';
import { type EmbeddedAws, startEmbeddedAws } from '#infra/local/embedded-aws.ts';
import { projectDirectory } from '#infra/project-directory.ts';
import { storedProfiles } from './stored-profiles.ts';
import { type WrittenProfiles, watchWrites } from './watch-writes.ts';

const writeKey = 'hf_bench_key';

/** A stack that stands, with a source whose key the sender has. */
export type BenchStack = {
  readonly aws: EmbeddedAws;
  readonly url: string;
  readonly authorization: string;
  /** Whether messages of events wait to be counted. */
  readonly hasWaitingEvents: () => boolean;
  readonly profiles: () => ReturnType<typeof storedProfiles>;
  readonly watchWrites: () => Promise<WrittenProfiles>;
  readonly synthSeconds: number;
  readonly upSeconds: number;
};

const secondsSince = (startedMs: number) => (performance.now() - startedMs) / 1000;

function outputOf({ outputs }: EmbeddedAws, key: string): string {
  const value = outputs[key];
  if (value === undefined) throw new Error(`Cannot measure: the stack has no output ${key}`);
  return value;
}

async function use<Result>(
  aws: EmbeddedAws,
  seconds: Pick<BenchStack, 'synthSeconds' | 'upSeconds'>,
  work: (stack: BenchStack) => Promise<Result>,
): Promise<Result> {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new DynamoDBClient({ region: aws.region, credentials, endpoint: aws.endpoints.dynamodb });
  const tableName = outputOf(aws, 'CustomerTableName');
  const queueName = outputOf(aws, 'EventQueueUrl').split('/').at(-1) ?? '';
  try {
    const source = newSource({ writeKey, tenant: 'bench', name: 'bench', createdMs: 0 });
    await createDynamoSourceStore({ client, tableName: outputOf(aws, 'SourceTableName') }).add(source);
    return await work({
      ...seconds,
      aws,
      url: `${aws.apiUrl}/v1/batch`,
      authorization: `Basic ${btoa(`${writeKey}:`)}`,
      hasWaitingEvents: () => {
        const counts = aws.statistics().queues[queueName];
        return counts === undefined || counts.visible + counts.inFlight > 0;
      },
      profiles: () => storedProfiles(client, tableName),
      watchWrites: () => watchWrites({ endpoint: aws.endpoints.dynamodb, region: aws.region, tableName }),
    });
  } finally {
    client.destroy();
  }
}

/** Synthesizes the app with a window of the event queue, stands it up, works with it, and ends it. */
export async function withBenchStack<Result>(
  eventWindowSeconds: number,
  work: (stack: BenchStack) => Promise<Result>,
): Promise<Result> {
  const directory = join(projectDirectory, '.holdfast', `bench-${process.pid}`);
  const assemblyDirectory = join(directory, 'assembly');
  await mkdir(directory, { recursive: true });
  try {
    const synthStartedMs = performance.now();
    // As `npm start` does: what CDK loads would stay in this process and count as the stack's.
    await synthesizeApart(assemblyDirectory, new AbortController().signal, { eventWindowSeconds });
    const synthSeconds = secondsSince(synthStartedMs);
    const clock = createEmbeddedClock({ startMs: Date.now(), speed: 1, stopsAtPresent: true });
    const upStartedMs = performance.now();
    const started = { assemblyDirectory, dataDirectory: undefined, clock, apiPort: 0, log: () => undefined };
    const aws = await startEmbeddedAws(started);
    try {
      return await use(aws, { synthSeconds, upSeconds: secondsSince(upStartedMs) }, work);
    } finally {
      await aws.stop();
    }
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

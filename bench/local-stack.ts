import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createDynamoSourceStore } from '#adapters/aws/dynamodb-source-store.ts';
import { hashWriteKey } from '#domain/ingest/write-key.ts';
import { createEmbeddedClock } from '#infra/local/clock.ts';
import { synthesizeApart } from '#infra/local/demo/synthesize-apart.ts';
import { type EmbeddedAws, startEmbeddedAws } from '#infra/local/embedded-aws.ts';
import { projectDirectory } from '#infra/project-directory.ts';
import { startBareServer } from './bare-server.ts';
import { postBatches, quantile } from './post-batches.ts';
import { trackBatches } from './track-batches.ts';

const writeKey = 'hf_bench_key';
const authorization = `Basic ${btoa(`${writeKey}:`)}`;
const concurrency = 16;

/** Figures of the whole local stack, from HTTP to announced transitions. */
export type LocalStackFigures = {
  readonly synthSeconds: number;
  readonly upSeconds: number;
  readonly events: number;
  readonly eventsPerBatch: number;
  readonly customers: number;
  readonly transitions: number;
  /** Events per second until HTTP had accepted all, and until everything had been folded, announced and acted on. */
  readonly acceptedPerSecond: number;
  readonly settledPerSecond: number;
  /** The same batches against a server that parses them and answers: events per second. */
  readonly bareServerPerSecond: number;
  readonly acceptMilliseconds: { readonly p50: number; readonly p99: number };
  readonly residentMegabytes: number;
};

async function addSource(aws: EmbeddedAws): Promise<void> {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new DynamoDBClient({ region: aws.region, credentials, endpoint: aws.endpoints.dynamodb });
  const tableName = aws.outputs['SourceTableName'] ?? '';
  const source = { writeKeyHash: hashWriteKey(writeKey), tenant: 'bench', name: 'bench', createdMs: 0 };
  await createDynamoSourceStore({ client, tableName }).add(source);
  client.destroy();
}

async function bareServerSpeed(bodies: readonly string[], events: number): Promise<number> {
  const server = await startBareServer();
  try {
    const { seconds } = await postBatches(server.url, bodies, { authorization, concurrency });
    return Math.round(events / seconds);
  } finally {
    await server.stop();
  }
}

async function measure(aws: EmbeddedAws, shape: { customers: number; events: number; eventsPerBatch: number }) {
  const bodies = trackBatches({ ...shape, nowMs: Date.now() });
  let transitions = 0;
  const unsubscribe = aws.buses.subscribe(() => {
    transitions += 1;
  });
  const started = performance.now();
  const url = `${aws.apiUrl}/v1/batch`;
  const { seconds, millisecondsEach } = await postBatches(url, bodies, { authorization, concurrency });
  await aws.settle({ timeoutSeconds: 300 });
  const settledSeconds = (performance.now() - started) / 1000;
  unsubscribe();
  return {
    ...shape,
    transitions,
    acceptedPerSecond: Math.round(shape.events / seconds),
    settledPerSecond: Math.round(shape.events / settledSeconds),
    bareServerPerSecond: await bareServerSpeed(bodies, shape.events),
    acceptMilliseconds: { p50: quantile(millisecondsEach, 0.5), p99: quantile(millisecondsEach, 0.99) },
    residentMegabytes: Math.round(process.memoryUsage().rss / 2 ** 20),
  };
}

/** Stands the stack up, warms it, and sends the events through it, `eventsPerBatch` at a time. */
export async function measureLocalStack(options: {
  customers: number;
  events: number;
  eventsPerBatch: number;
}): Promise<LocalStackFigures> {
  const directory = join(projectDirectory, '.holdfast', `bench-${process.pid}`);
  await mkdir(directory, { recursive: true });
  const synthStarted = performance.now();
  const assemblyDirectory = join(directory, 'assembly');
  // As `npm start` does: what CDK loads would stay in this process and count as the stack's.
  await synthesizeApart(assemblyDirectory, new AbortController().signal);
  const synthSeconds = (performance.now() - synthStarted) / 1000;
  const clock = createEmbeddedClock({ startMs: Date.now(), speed: 1, stopsAtPresent: true });
  const upStarted = performance.now();
  const aws = await startEmbeddedAws({
    assemblyDirectory,
    dataDirectory: undefined,
    clock,
    apiPort: 0,
    log: () => undefined,
  });
  const upSeconds = (performance.now() - upStarted) / 1000;
  try {
    await addSource(aws);
    await measure(aws, { ...options, events: 1_000 });
    return { synthSeconds, upSeconds, ...(await measure(aws, options)) };
  } finally {
    await aws.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

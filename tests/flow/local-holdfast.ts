import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { createDynamoLedgerReader } from '#adapters/aws/dynamodb-ledger-reader.ts';
import { createDynamoProfileStore } from '#adapters/aws/dynamodb-profile-store.ts';
import { createDynamoSourceStore } from '#adapters/aws/dynamodb-source-store.ts';
import { type Transition, transitionSchema, transitionSource } from '#contracts/transition.ts';
import { newSource } from '#domain/ingest/new-source.ts';
import { type BuildAppOptions, synthesizeTo } from '#infra/holdfast-app.ts';
import { createEmbeddedClock } from '#infra/local/clock.ts';
import { startEmbeddedAws } from '#infra/local/embedded-aws.ts';
import { localContext } from '#infra/local/local-context.ts';
import { projectDirectory } from '#infra/project-directory.ts';

/** The write key of the tests' only source. */
export const writeKey = 'hf_flow_test_key';

/** An output of the stacks. Throws, naming it, if there is none. */
function required(outputs: Readonly<Record<string, string>>, name: string): string {
  const value = outputs[name];
  if (value === undefined) throw new Error(`Cannot test: the stacks have no output ${name}`);
  return value;
}

/** The deployed templates on an embedded AWS with a clock that stands still until it is moved, and one source. */
export async function startLocalHoldfast(
  name: string,
  options: { startMs: number; visibilityTimeoutSeconds?: number; synthesis?: BuildAppOptions },
) {
  const directory = join(projectDirectory, '.holdfast', `test-${name}-${process.pid}`);
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true });
  const clock = createEmbeddedClock({ startMs: options.startMs, speed: 0, stopsAtPresent: false });
  const aws = await startEmbeddedAws({
    ...options,
    assemblyDirectory: await synthesizeTo(join(directory, 'assembly'), {
      ...options.synthesis,
      context: { ...localContext, ...options.synthesis?.context },
    }),
    dataDirectory: undefined,
    clock,
    apiPort: 0,
    log: () => undefined,
  });
  const transitions: Transition[] = [];
  aws.buses.subscribe(({ event }) => {
    if (event.source === transitionSource) transitions.push(transitionSchema.parse(event.detail));
  });
  const access = { region: aws.region, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
  const dynamo = new DynamoDBClient({ ...access, endpoint: aws.endpoints.dynamodb });
  const queues = new SQSClient({ ...access, endpoint: aws.endpoints.sqs });
  const output = (key: string) => required(aws.outputs, key);
  const sources = createDynamoSourceStore({ client: dynamo, tableName: output('SourceTableName') });
  await sources.add(newSource({ writeKey, tenant: 'flow', name: 'tests', createdMs: options.startMs }));
  return {
    aws,
    clock,
    dynamo,
    queues,
    output,
    transitions,
    profiles: createDynamoProfileStore({ client: dynamo, tableName: output('CustomerTableName') }),
    ledger: createDynamoLedgerReader({ client: dynamo, tableName: output('LedgerTableName') }),
    /** Posts a body to the tracking API, with the write key unless told otherwise. */
    async post(call: string, body: unknown, authorization = `Basic ${btoa(`${writeKey}:`)}`) {
      const answer = await fetch(`${aws.apiUrl}/v1/${call}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      });
      return { status: answer.status, body: await answer.text() };
    },
    settle: () => aws.settle({ timeoutSeconds: 60 }),
    async stop() {
      dynamo.destroy();
      queues.destroy();
      await aws.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

export type LocalHoldfast = Awaited<ReturnType<typeof startLocalHoldfast>>;

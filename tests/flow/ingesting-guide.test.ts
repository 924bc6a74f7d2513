import { execFile } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeState } from '#domain/profile/state-layout.ts';
import { projectDirectory } from '#infra/project-directory.ts';
import { type LocalHoldfast, startLocalHoldfast, writeKey } from './local-holdfast.ts';
import { projectWithSources } from './project-with-sources.ts';

const run = promisify(execFile);

/** Noon of the day on which the events of the guide happen. */
const startMs = Date.UTC(2026, 2, 1, 12, 30);

/** The snippets of the guide in a language, in their order. */
function snippets(guide: string, language: string): string[] {
  return [...guide.matchAll(/^```(\w+)\n(.*?)^```$/gms)].flatMap(([, name, text]) =>
    name === language && text !== undefined ? [text] : [],
  );
}

describe('docs/ingesting.md', () => {
  const directory = join(projectDirectory, '.holdfast', `guide-project-${process.pid}`);
  let guide: string;
  let holdfast: LocalHoldfast;

  const environment = () => ({ ...process.env, API: holdfast.output('ApiUrl'), WRITE_KEY: writeKey });

  async function profileOf(tenant: string, customerId = 'ada') {
    await holdfast.settle();
    const record = await holdfast.profiles.load(tenant, customerId, 'consistent');
    const { traits } = await holdfast.profiles.loadTraits(tenant, customerId);
    const purchases = record === null ? undefined : decodeState(record.state).totals.get('purchase');
    return { purchases: purchases?.count ?? 0, minor: purchases?.sumMinor ?? 0, email: traits['email']?.value };
  }

  beforeAll(async () => {
    guide = await readFile(join(projectDirectory, 'docs', 'ingesting.md'), 'utf8');
    const [sources = ''] = snippets(guide, 'ts');
    const synthesis = await projectWithSources(directory, sources);
    holdfast = await startLocalHoldfast('ingesting-guide', { startMs, synthesis });
  });
  afterAll(async () => {
    await holdfast.stop();
    await rm(directory, { recursive: true, force: true });
  });

  test('the curl calls of docs/ingesting.md are accepted as they stand there', async () => {
    const calls = snippets(guide, 'sh').filter((text) => text.startsWith('curl '));
    expect(calls).toHaveLength(3);
    for (const call of calls) {
      const { stdout } = await run('sh', ['-c', call], { env: environment() });
      expect(JSON.parse(stdout), call).toMatchObject({ success: true, accepted: 1, quarantined: 0 });
    }
    // The same order came under the ids of two doors: it is the sender who says what is one event.
    expect(await profileOf('flow')).toEqual({ purchases: 2, minor: 19_900, email: 'ada@example.com' });
  });

  test('the code for Node in docs/ingesting.md sends what it says', async () => {
    const before = await profileOf('flow');
    const [code = ''] = snippets(guide, 'js').filter((text) => text.includes('analytics-node'));
    const file = join(directory, 'send.mjs');
    await mkdir(directory, { recursive: true });
    await writeFile(file, code);
    await run(process.execPath, [file], { env: environment() });
    const { purchases, minor } = await profileOf('flow');
    expect([purchases, minor]).toEqual([before.purchases + 1, before.minor + 9_950]);
  });

  test('the message of docs/ingesting.md is counted', async () => {
    const [command = ''] = snippets(guide, 'sh').filter((text) => text.includes('aws sqs send-message'));
    const MessageBody = /--message-body '(.*)'/s.exec(command)?.[1];
    await holdfast.queues.send(new SendMessageCommand({ QueueUrl: holdfast.output('EventQueueUrl'), MessageBody }));
    expect(await profileOf('main')).toMatchObject({ purchases: 1, minor: 2_000 });
  });

  test('the source that docs/ingesting.md declares makes purchases of the events on its bus', async () => {
    const { region, endpoints } = holdfast.aws;
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    const client = new EventBridgeClient({ region, credentials, endpoint: endpoints.events });
    const order = { id: 'order-7', total: 12.5 };
    const entry = {
      EventBusName: 'shop',
      Source: 'com.example.checkout',
      DetailType: 'Order Placed',
      Detail: JSON.stringify({ customer: { id: 'bob' }, order, placedAt: '2026-03-01T11:00:00Z' }),
    };
    // Published twice, as after a failure: the number of the order makes it one event.
    for (const Entries of [[entry], [entry]]) await client.send(new PutEventsCommand({ Entries }));
    client.destroy();
    expect(await profileOf('main', 'bob')).toMatchObject({ purchases: 1, minor: 1_250 });
  });
});

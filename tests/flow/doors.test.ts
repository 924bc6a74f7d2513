import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { CloudEvent, emitterFor, httpTransport, Mode } from 'cloudevents';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '#contracts/json.ts';
import type { ProfileRecord } from '#contracts/profile-record.ts';
import { isoTime } from '#contracts/time.ts';
import { decodeState } from '#domain/profile/state-layout.ts';
import { projectDirectory } from '#infra/project-directory.ts';
import { type LocalHoldfast, startLocalHoldfast, writeKey } from './local-holdfast.ts';
import { projectWithSources } from './project-with-sources.ts';

const tenant = 'flow';
const startMs = Date.UTC(2026, 2, 2, 9);
const timestamp = isoTime(startMs - 3_600_000);
const crmBus = 'crm';

const sourcesText = `
  import { eventBridgeSource } from '#domain/ingest/event-bridge-source.ts';
  const mapped = { userId: '$.detail.customer.id', messageId: '$.detail.key', time: '$.detail.at' };
  export const sources = [
    eventBridgeSource('orders', {
      tenant: '${tenant}',
      pattern: { source: ['com.example.shop'], 'detail-type': ['Order Placed'] },
      event: { ...mapped, name: 'Order Completed', properties: '$.detail.order' },
    }),
    eventBridgeSource('people', {
      bus: '${crmBus}',
      tenant: '${tenant}',
      pattern: { detail: { kind: ['person'] } },
      event: { ...mapped, type: 'identify', properties: { email: '$.detail.customer.email' } },
    }),
  ];
`;

/** What a customer does, in the words of the Segment specification. */
const orderOf = (userId: string): JsonObject => ({
  type: 'track',
  event: 'Order Completed',
  messageId: `order of ${userId}`,
  userId,
  timestamp,
  properties: { order_id: '1', total: 9.5, currency: 'USD' },
});
const identifyOf = (userId: string): JsonObject => ({
  type: 'identify',
  messageId: `identify ${userId}`,
  userId,
  timestamp,
  traits: { email: `${userId}@example.com` },
});
const itemsOf = (userId: string) => [orderOf(userId), identifyOf(userId)];

/** Since when a customer is in each segment. By how many writes they got there depends on how the queue batches. */
const segmentsOf = (memberships: ProfileRecord['memberships']) =>
  Object.entries(memberships).map(([name, { sinceMs }]) => ({ name, sinceMs }));

const cloudEventOf = ({ type, messageId, timestamp: time, ...data }: JsonObject) =>
  new CloudEvent<unknown>({
    id: String(messageId),
    source: '/tests',
    type: `holdfast.${String(type)}`,
    time: String(time),
    datacontenttype: 'application/json',
    data,
  });

describe('the doors of the deployed templates', () => {
  const copy = join(projectDirectory, '.holdfast', `doors-project-${process.pid}`);
  let holdfast: LocalHoldfast;
  let buses: EventBridgeClient;

  const authorization = `Basic ${btoa(`${writeKey}:`)}`;
  const sendMessage = (content: object, MessageAttributes = {}) =>
    holdfast.queues.send(
      new SendMessageCommand({
        QueueUrl: holdfast.output('EventQueueUrl'),
        MessageBody: JSON.stringify({ schemaVersion: 1, tenant, source: 'direct', ...content }),
        MessageAttributes,
      }),
    );

  async function emit(mode: Mode, items: readonly JsonObject[]) {
    const emitter = emitterFor(httpTransport(`${holdfast.aws.apiUrl}/v1/events`), { mode });
    for (const item of items) await emitter(cloudEventOf(item), { headers: { authorization } });
  }

  async function put(Source: string, DetailType: string, detail: JsonObject, EventBusName = 'default') {
    const Entries = [{ Source, DetailType, Detail: JSON.stringify(detail), EventBusName }];
    const answer = await buses.send(new PutEventsCommand({ Entries }));
    expect(answer.FailedEntryCount).toBe(0);
  }

  async function profileOf(customerId: string) {
    await holdfast.settle();
    const record = await holdfast.profiles.load(tenant, customerId, 'consistent');
    const { traits } = await holdfast.profiles.loadTraits(tenant, customerId);
    return { state: record === null ? null : record.state, segments: segmentsOf(record?.memberships ?? {}), traits };
  }

  const eventsOf = async (customerId: string) => {
    const { state } = await profileOf(customerId);
    return state === null ? 0 : decodeState(state).events;
  };

  beforeAll(async () => {
    const synthesis = await projectWithSources(copy, sourcesText);
    holdfast = await startLocalHoldfast('doors', { startMs, synthesis });
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    buses = new EventBridgeClient({
      region: holdfast.aws.region,
      credentials,
      endpoint: holdfast.aws.endpoints.events,
    });
  });
  afterAll(async () => {
    buses.destroy();
    await holdfast.stop();
    await rm(copy, { recursive: true, force: true });
  });

  const enter: Readonly<Record<string, (userId: string) => Promise<unknown>>> = {
    'structured CloudEvents over HTTP': (userId) => emit(Mode.STRUCTURED, itemsOf(userId)),
    'binary CloudEvents over HTTP': (userId) => emit(Mode.BINARY, itemsOf(userId)),
    'Segment items in a message': (userId) => sendMessage({ kind: 'segment', batch: itemsOf(userId) }),
    'CloudEvents in a message': (userId) =>
      sendMessage({ kind: 'cloudevents', events: itemsOf(userId).map(cloudEventOf) }),
    async 'events on two buses'(userId) {
      const about = { customer: { id: userId, email: `${userId}@example.com` }, at: timestamp };
      const order = { order_id: '1', total: 9.5, currency: 'USD' };
      await put('com.example.shop', 'Order Placed', { ...about, key: `order of ${userId}`, order });
      await put('com.example.crm', 'Changed', { ...about, kind: 'person', key: `identify ${userId}` }, crmBus);
      await put('com.example.shop', 'Order Packed', { ...about, key: 'of no interest', order });
    },
  };

  test.each(Object.entries(enter))('%s lead to the profile that the Segment API leads to', async (door, through) => {
    const userId = door.replaceAll(' ', '-');
    const segment = await holdfast.post('batch', { batch: itemsOf(`segment-${userId}`) });
    expect(segment.status).toBe(200);
    await through(userId);
    const expected = await profileOf(`segment-${userId}`);
    expect(expected.traits).toEqual({ email: expect.objectContaining({ value: `segment-${userId}@example.com` }) });
    const found = await profileOf(userId);
    expect([found.state, found.segments]).toEqual([expected.state, expected.segments]);
    expect(found.traits).toEqual({ email: expect.objectContaining({ value: `${userId}@example.com` }) });
    expect(await eventsOf(userId)).toBe(2);
  });

  test('a message of the queue counts once, though it is sent again under another id after a redrive', async () => {
    const content = { kind: 'segment', batch: [{ type: 'track', event: 'Looked', userId: 'twice' }] };
    const { MessageId } = await sendMessage(content);
    expect(await eventsOf('twice')).toBe(1);
    const first = { 'holdfast-first-id': { DataType: 'String', StringValue: MessageId } };
    await sendMessage(content, first);
    expect(await eventsOf('twice')).toBe(1);
    await sendMessage(content);
    expect(await eventsOf('twice')).toBe(2);
  });

  test('what no door can use is set aside under the name of its source, and its neighbours are counted', async () => {
    await put('com.example.shop', 'Order Placed', { key: 'nobody', order: { total: 1 } });
    await sendMessage({
      kind: 'segment',
      batch: [{ type: 'track', event: 'Looked', userId: 'beside' }, { type: 'track' }],
    });
    await sendMessage({ kind: 'cloudevents', events: [{ specversion: '1.0' }] });
    const answer = await fetch(`${holdfast.aws.apiUrl}/v1/events`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/cloudevents-batch+json' },
      body: JSON.stringify([{ specversion: '0.3' }, cloudEventOf(orderOf('beside'))]),
    });
    expect(answer.status).toBe(200);
    await holdfast.settle();
    const { items } = await holdfast.ledger.quarantined(tenant, { limit: 100, next: null });
    expect(items.map(({ source, reason }) => `${source}: ${reason}`).sort()).toEqual([
      'direct: schema',
      'direct: schema',
      'orders: no customer',
      'tests: schema',
    ]);
    expect(await eventsOf('beside')).toBe(2);
  });
});

import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import pMap from 'p-map';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { decodeState } from '#domain/profile/state-layout.ts';
import { oddJson } from '../unit/functions/ingest/odd-json.ts';
import { type LocalHoldfast, startLocalHoldfast, writeKey } from './local-holdfast.ts';

const customers = 20;
const takenSchema = z.object({ accepted: z.int(), quarantined: z.int() });

/** Bodies with an odd text in them: alone, as an item, as a value of properties and traits, each of a known customer. */
function bodiesOf(odd: Buffer, index: number): Buffer[] {
  const userId = `customer-${index % customers}`;
  const item = (id: string) => `{"type":"track","event":"Looked","userId":"${userId}","messageId":"${index}-${id}"`;
  const traits = `{"type":"identify","userId":"${userId}","messageId":"${index}-c","traits":{"note":`;
  const around: [string, string][] = [
    ['', ''],
    [`{"batch":[${item('a')}},`, ']}'],
    [`{"batch":[${item('b')},"properties":{"value":`, '}}]}'],
    [`{"batch":[${traits}`, '}}]}'],
  ];
  return around.map(([before, after]) => Buffer.concat([Buffer.from(before), odd, Buffer.from(after)]));
}

describe('odd JSON over HTTP', () => {
  let holdfast: LocalHoldfast;
  const statuses = new Map<number, number>();
  const taken = { accepted: 0, quarantined: 0 };

  async function post(body: Buffer, contentType: string): Promise<void> {
    const answer = await fetch(`${holdfast.aws.apiUrl}/v1/batch`, {
      method: 'POST',
      headers: { 'content-type': contentType, authorization: `Basic ${btoa(`${writeKey}:`)}` },
      body: new Uint8Array(body),
    });
    const text = await answer.text();
    statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
    if (answer.status !== 200) return;
    const { accepted, quarantined } = takenSchema.parse(JSON.parse(text));
    taken.accepted += accepted;
    taken.quarantined += quarantined;
  }

  beforeAll(async () => {
    holdfast = await startLocalHoldfast('bad-input', { startMs: Date.UTC(2026, 2, 2, 9) });
  });
  afterAll(() => holdfast.stop());

  test('POST /v1/batch answers every odd text with 200, 400 or 413, as text and as bytes', async () => {
    const bodies = oddJson.flatMap(({ bytes }, index) => bodiesOf(bytes, index));
    await pMap(bodies, (body) => post(body, 'application/octet-stream'), { concurrency: 8 });
    expect([...statuses.keys()].sort()).toEqual([200, 400, 413]);
    expect([...statuses.values()].reduce((sum, count) => sum + count, 0)).toBe(4 * oddJson.length);
    statuses.clear();
    // Whoever serves the API reads these as text, and what is no UTF-8 comes as U+FFFD.
    const asText = oddJson.flatMap(({ bytes }, index) => bodiesOf(bytes, 10_000 + index));
    await pMap(asText, (body) => post(body, 'text/plain'), { concurrency: 8 });
    expect([...statuses.keys()].sort()).toEqual([200, 400, 413]);
  });

  test('profile counts every event that was accepted, and the rest is in quarantine', async () => {
    await holdfast.settle();
    let events = 0;
    for (let index = 0; index < customers; index += 1) {
      const record = await holdfast.profiles.load('flow', `customer-${index}`, 'consistent');
      events += record === null ? 0 : decodeState(record.state).events;
    }
    expect(taken.accepted).toBeGreaterThan(oddJson.length);
    expect(events).toBe(taken.accepted);
    expect(taken.quarantined).toBeGreaterThan(100);
  });

  test('POST /v1/batch takes odd names and ids all the way: of events, of traits, of customers and accounts', async () => {
    const odd = [
      '__proto__',
      'constructor',
      'toString',
      '\u0000',
      '\uffff',
      '\u202e',
      '\u{1f600}',
      '|',
      '#',
      ' x ',
      '\ud800',
    ];
    const accepted: string[] = [];
    for (const [index, name] of odd.entries()) {
      const userId = name.isWellFormed() ? `odd ${name}` : 'odd';
      const about = { userId, context: { groupId: name, [name]: name }, integrations: { [name]: true } };
      const traits = JSON.parse(`{${JSON.stringify(name)}:{"isAdmin":true},"email":"a@example.com"}`);
      const batch = [
        { ...about, type: 'track', event: name, messageId: `odd-${index}-t`, properties: { [name]: name } },
        { ...about, type: 'identify', messageId: `odd-${index}-i`, traits },
        { ...about, type: 'group', groupId: `group ${index}`, messageId: `odd-${index}-g`, traits },
        { ...about, type: 'alias', previousId: `before ${index}`, messageId: `odd-${index}-a` },
      ];
      const answer = await holdfast.post('batch', { batch });
      expect(JSON.parse(answer.body)).toEqual({ success: true, accepted: 4, quarantined: 0 });
      accepted.push(userId);
    }
    await holdfast.settle();
    for (const userId of accepted) {
      const record = await holdfast.profiles.load('flow', userId, 'consistent');
      expect(record === null ? 0 : decodeState(record.state).events, JSON.stringify(userId)).toBeGreaterThanOrEqual(4);
    }
  });

  test('POST /v1/track counts no activity of somebody who is not active, and keeps the event', async () => {
    const event = (messageId: string, context: object) => ({ userId: 'still', event: 'Looked', messageId, context });
    await holdfast.post('track', event('1', { active: false }));
    await holdfast.settle();
    const load = async () => {
      const record = await holdfast.profiles.load('flow', 'still', 'consistent');
      return record === null ? null : decodeState(record.state);
    };
    expect(await load()).toMatchObject({ events: 1, days: [] });
    await holdfast.post('track', event('2', { active: true }));
    await holdfast.settle();
    expect(await load()).toMatchObject({ events: 2, days: [{ activities: 1 }] });
  });

  test('profile read every message: none is in the dead letters', async () => {
    const { Attributes } = await holdfast.queues.send(
      new GetQueueAttributesCommand({
        QueueUrl: holdfast.output('EventDeadLetterQueueUrl'),
        AttributeNames: ['ApproximateNumberOfMessages'],
      }),
    );
    expect(Attributes).toEqual({ ApproximateNumberOfMessages: '0' });
  });
});

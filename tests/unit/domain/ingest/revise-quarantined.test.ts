import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isJsonObject, type JsonObject } from '#contracts/json.ts';
import type { QuarantinedEvent } from '#contracts/quarantine.ts';
import { checkCanonicalEvent } from '#domain/ingest/check-canonical-event.ts';
import { decodeCloudEvent } from '#domain/ingest/decode-cloud-event.ts';
import { type DecodedItem, decodeSegmentItem } from '#domain/ingest/decode-segment-item.ts';
import { alone } from '#domain/ingest/item-surroundings.ts';
import { reviseQuarantined } from '#domain/ingest/revise-quarantined.ts';
import { trackingPlan } from '#domain/ingest/tracking-plan.ts';
import { retention } from '#retention/retention.ts';
import { anySegmentItem } from './any-segment-item.ts';

const receivedMs = Date.UTC(2026, 2, 1);
const minuteMs = 60_000;
const dayMs = 86_400_000;
const from = { tenant: 'shop', source: 'web', receivedMs, clock: 'live' } as const;
const live = { clock: { mode: 'live' }, nowMs: receivedMs + minuteMs } as const;
const history = { ...live, clock: { mode: 'replay', asOfMs: null } } as const;
const order = { type: 'track', event: 'Order Completed', userId: 'ada', properties: { total: 12.5 } };

function entryOf(decoded: DecodedItem): QuarantinedEvent {
  if (decoded.kind === 'quarantined') return decoded.entry;
  throw new Error(`Cannot test: ${decoded.event.id} was not set aside`);
}

describe('reviseQuarantined', () => {
  test('reviseQuarantined of what nobody mended is still wrong, with the reason and the value', () => {
    const wrong = { ...order, properties: { total: 'much' } };
    const entry = entryOf(decodeSegmentItem(retention.plan, wrong, alone(from, 'f1')));
    const revised = reviseQuarantined(retention, entry, live);
    expect(revised).toMatchObject({ kind: 'still wrong', reason: 'schema' });
    expect(JSON.stringify(revised)).toContain('much');
  });

  test('reviseQuarantined of a mended item is the event that it would have been at first, batch and all', () => {
    const around = { ...alone(from, 'f1'), sentAt: '2026-03-01T00:00:10.000Z', context: { active: false } };
    const sent = { ...order, timestamp: '2026-02-28T12:00:10.000Z' };
    const entry = entryOf(decodeSegmentItem(retention.plan, { ...sent, properties: {} }, around));
    const mended = JSON.stringify({ ...JSON.parse(entry.content), properties: order.properties });
    const right = decodeSegmentItem(retention.plan, sent, around);
    const event = right.kind === 'event' ? right.event : null;
    expect(event?.timeMs).toBe(Date.UTC(2026, 1, 28, 12));
    expect(reviseQuarantined(retention, { ...entry, content: mended }, live)).toEqual({ kind: 'event', event });
  });

  test('reviseQuarantined gives each item what it would have been under a plan that does not refuse it', () => {
    const strict = trackingPlan([], { unplanned: 'block' });
    const lenient = { ...retention, plan: trackingPlan([]) };
    const anyTime = fc.constantFrom('2026-03-01T00:00:10Z', 'soon', '', null, 7);
    const anyShared = fc.record({
      sentAt: fc.constantFrom('2026-03-01T00:01:00.000Z', 'soon', null),
      context: fc.constantFrom<JsonObject>({}, { active: false, ip: '::1' }),
      integrations: fc.constantFrom<JsonObject>({}, { All: false }),
    });
    fc.assert(
      fc.property(anySegmentItem, anyTime, anyShared, (one, sentAt, shared) => {
        const around = { ...alone(from, 'f1'), ...shared };
        const item = { ...(isJsonObject(one) ? one : {}), type: 'track', sentAt };
        const set = decodeSegmentItem(strict, item, around);
        const right = decodeSegmentItem(lenient.plan, item, around);
        if (set.kind === 'event' || right.kind === 'quarantined') return;
        const { event } = right;
        expect(reviseQuarantined(lenient, set.entry, live)).toEqual({ kind: 'event', event });
      }),
      { numRuns: 2_000 },
    );
  });

  test('reviseQuarantined of the largest CloudEvent has all of it, whatever its envelope adds', () => {
    const data = { total: 'much', note: 'x'.repeat(32_400) };
    const envelope = { specversion: '1.0', id: '1', source: '/shop', subject: 'ada', dataschema: 's'.repeat(1_000) };
    const cloudEvent = { ...envelope, type: 'Order Completed', data };
    const entry = entryOf(decodeCloudEvent(retention.plan, cloudEvent, from));
    expect(entry.reason).toBe('schema');
    expect(reviseQuarantined({ ...retention, plan: trackingPlan([]) }, entry, live).kind).toBe('event');
  });

  test('reviseQuarantined of an event that came too late is sound under the clock of history alone', () => {
    const late = { ...order, messageId: 'm', timestamp: '2025-12-01T00:00:00.000Z' };
    const entry = entryOf(decodeSegmentItem(retention.plan, late, alone(from, 'f1')));
    expect(entry.reason).toBe('late');
    expect(reviseQuarantined(retention, entry, live)).toMatchObject({ kind: 'still wrong', reason: 'late' });
    const sound = reviseQuarantined(retention, entry, history);
    expect(sound).toMatchObject({ kind: 'event', event: { id: 'm', timeMs: Date.UTC(2025, 11, 1) } });
  });

  test('reviseQuarantined of an event that has waited for weeks says that it is too late by now', () => {
    const entry = entryOf(decodeSegmentItem(retention.plan, { ...order, properties: {} }, alone(from, 'f1')));
    const mended = { ...entry, content: JSON.stringify({ ...JSON.parse(entry.content), properties: { total: 1 } }) };
    const weeksLater = { ...live, nowMs: receivedMs + 50 * dayMs };
    expect(reviseQuarantined(retention, mended, weeksLater)).toMatchObject({ kind: 'still wrong', reason: 'late' });
    expect(reviseQuarantined(retention, mended, { ...history, nowMs: weeksLater.nowMs }).kind).toBe('event');
  });

  test('reviseQuarantined of a CloudEvent reads it as a CloudEvent', () => {
    const cloudEvent = { specversion: '1.0', id: '1', source: '/shop', type: 'Order Completed', subject: 'ada' };
    const entry = entryOf(decodeCloudEvent(retention.plan, { ...cloudEvent, data: { total: [] } }, from));
    const mended = { ...entry, content: JSON.stringify({ ...cloudEvent, data: { total: 12.5 } }) };
    const event = { id: '1@/shop', name: 'Order Completed', userId: 'ada', properties: { total: 12.5 } };
    expect(reviseQuarantined(retention, mended, live)).toMatchObject({ kind: 'event', event });
  });

  test('reviseQuarantined of a canonical event from the queue keeps everything that it says', () => {
    const right = decodeSegmentItem(retention.plan, { ...order, messageId: 'm' }, alone(from, 'f1'));
    if (right.kind !== 'event') throw new Error('Cannot test: the order was set aside');
    const about = { tenant: 'shop', source: 'queue', ...live };
    const checked = checkCanonicalEvent(retention.plan, { ...right.event, timeMs: live.nowMs + dayMs }, about);
    if (checked.kind !== 'quarantined') throw new Error('Cannot test: the event was not set aside');
    expect(checked.entry.reason).toBe('future');
    const mended = JSON.stringify({ ...JSON.parse(checked.entry.content), timeMs: receivedMs });
    const revised = reviseQuarantined(retention, { ...checked.entry, content: mended }, live);
    expect(revised).toEqual({ kind: 'event', event: right.event });
    expect(reviseQuarantined(retention, checked.entry, { ...live, nowMs: live.nowMs + dayMs }).kind).toBe('event');
  });

  test.each([
    ['{"type":"track","ev', 'its content was cut, or is no JSON'],
    ['[1]', 'its content is no JSON object'],
    ['null', 'its content is no JSON object'],
  ])('reviseQuarantined says of %s that it cannot be sent', (content, detail) => {
    const about = { tenant: 'shop', source: 'web', receivedMs, id: 'x', reason: 'too large', detail: 'large' } as const;
    const revised = reviseQuarantined(retention, { ...about, content }, live);
    expect(revised).toMatchObject({ kind: 'still wrong', reason: 'too large' });
    expect(JSON.stringify(revised)).toContain(detail);
  });

  test('reviseQuarantined never lets one tenant send as another', () => {
    const right = decodeSegmentItem(retention.plan, { ...order, messageId: 'm' }, alone(from, 'f1'));
    if (right.kind !== 'event') throw new Error('Cannot test: the order was set aside');
    const content = JSON.stringify(right.event);
    const entry: QuarantinedEvent = {
      tenant: 'other',
      id: 'x',
      reason: 'schema',
      detail: '',
      source: 'q',
      receivedMs,
      content,
    };
    expect(reviseQuarantined(retention, entry, live)).toMatchObject({ kind: 'still wrong', reason: 'schema' });
  });
});

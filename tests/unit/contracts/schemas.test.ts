import { describe, expect, test } from 'vitest';
import { announcementSchema, changeSchema } from '#contracts/announcement.ts';
import { canonicalEventSchema } from '#contracts/canonical-event.ts';
import { tenantSchema } from '#contracts/identifier.ts';
import { momentSchema } from '#contracts/moment.ts';
import { pagedIdsSchema } from '#contracts/profile-record.ts';
import { quarantinedEventSchema, quarantineReasons } from '#contracts/quarantine.ts';
import { segmentBatchSchema, segmentItemSchema } from '#contracts/segment-request.ts';
import { segmentRuleSchema } from '#contracts/segment-rule.ts';
import { causeSchema, whySchema } from '#contracts/transition.ts';
import { canonicalExamples } from './canonical-examples.ts';

describe.each(Object.entries(canonicalExamples))('%s', (name, { schema, value, defaults = [] }) => {
  test(`${name} takes its canonical example, and gives it back unchanged`, () => {
    expect(schema.parse(value)).toEqual(value);
  });

  test(`${name} refuses a member that it does not know`, () => {
    const { error } = schema.safeParse({ ...value, surprise: 1 });
    expect(JSON.stringify(error?.issues)).toContain('surprise');
  });

  test.each(Object.keys(value))(`${name} goes without %s only where that has a default`, (member) => {
    const rest = Object.fromEntries(Object.entries(value).filter(([key]) => key !== member));
    expect(schema.safeParse(rest).success).toBe(defaults.includes(member));
  });

  test.each(Object.keys(value))(`${name} refuses a symbol as %s`, (member) => {
    expect(schema.safeParse({ ...value, [member]: Symbol('wrong') }).success).toBe(false);
  });
});

describe('the schemas of identifiers', () => {
  test.each(['', 'a b', 'a/b', 'a#b', 'ä', 'x'.repeat(65)])('tenantSchema refuses "%s"', (tenant) => {
    expect(tenantSchema.safeParse(tenant).success).toBe(false);
  });

  test.each([
    ['id', ''],
    ['id', 'x'.repeat(201)],
    ['id', '\ud800'],
    ['userId', ''],
    ['userId', 7],
    ['name', ''],
    ['name', 'x'.repeat(201)],
    ['timeMs', -1],
    ['timeMs', 0.5],
    ['properties', []],
    ['context', null],
    ['type', 'batch'],
  ])('canonicalEventSchema refuses as %s: %j', (member, wrong) => {
    const example = canonicalExamples['canonicalEventSchema']?.value;
    expect(canonicalEventSchema.safeParse({ ...example, [member]: wrong }).success).toBe(false);
  });

  test('momentSchema takes "first" and "last" of every meaning, and nothing else', () => {
    expect(momentSchema.safeParse('last cart').success).toBe(true);
    for (const wrong of ['second cart', 'last', 'last lunch', 'last cart ']) {
      expect(momentSchema.safeParse(wrong).success).toBe(false);
    }
  });
});

describe('the schemas of a stored profile', () => {
  test.each([{ kind: 'none' }, { kind: 'look' }, { kind: 'filter', bits: new Uint8Array(96) }])(
    'pagedIdsSchema takes %j',
    (paged) => {
      expect(pagedIdsSchema.parse(paged)).toEqual(paged);
    },
  );

  test.each([{ kind: 'filter' }, { kind: 'look', bits: new Uint8Array(96) }, { kind: 'page' }, null])(
    'pagedIdsSchema refuses %j',
    (paged) => {
      expect(pagedIdsSchema.safeParse(paged).success).toBe(false);
    },
  );

  test.each([
    { kind: 'event', eventId: 'e' },
    { kind: 'join' },
    { kind: 'join', customerId: '' },
    { kind: 'time', customerId: 'ada' },
    { kind: 'relation', customerId: 'ada' },
    { kind: 'chance' },
  ])('causeSchema refuses %j', (cause) => {
    expect(causeSchema.safeParse(cause).success).toBe(false);
  });

  test.each([
    { kind: 'entered', segment: 'buyer' },
    { kind: 'entered', segment: 'buyer', segmentVersion: 1, takenIn: 'loudly', leaf: null },
    { kind: 'held back', segment: 'buyer', segmentVersion: 1, by: 'chance' },
    { kind: 'exited', segment: 'buyer', segmentVersion: 0, takenIn: null, leaf: null },
    { kind: 'risk', from: 'low', to: 'extreme', score: 1 },
    { kind: 'risk', from: 'low', to: 'high', score: Number.NaN },
  ])('changeSchema refuses %j', (change) => {
    expect(changeSchema.safeParse(change).success).toBe(false);
  });

  test('whySchema reads a reason that was recorded before reasons named a leaf', () => {
    const { leaf: _, ...older } = { leaf: null, rule: 'r', values: {}, cause: { kind: 'time' } };
    expect(whySchema.parse(older)).toEqual({ ...older, leaf: null });
  });

  test('announcementSchema refuses to announce nothing, for which there is null', () => {
    const example = canonicalExamples['announcementSchema']?.value;
    expect(announcementSchema.safeParse({ ...example, changes: [] }).success).toBe(false);
  });

  test('quarantinedEventSchema takes every reason that there is, and no other', () => {
    const example = canonicalExamples['quarantinedEventSchema']?.value;
    for (const reason of quarantineReasons) {
      expect(quarantinedEventSchema.safeParse({ ...example, reason }).success).toBe(true);
    }
    expect(quarantineReasons).toContain('late');
    expect(quarantinedEventSchema.safeParse({ ...example, reason: 'early' }).success).toBe(false);
  });
});

describe('segmentRuleSchema', () => {
  test.each([
    { op: 'compare', feature: '', is: 'at least', threshold: 1 },
    { op: 'compare', feature: 'orders', is: 'about', threshold: 1 },
    { op: 'compare', feature: 'orders', is: 'at least', threshold: Number.POSITIVE_INFINITY },
    { op: 'risk band', in: [] },
    { op: 'risk band', in: ['extreme'] },
    { op: 'all', of: [] },
    { op: 'not', rule: { op: 'maybe' } },
    { op: 'xor', of: [] },
  ])('segmentRuleSchema refuses %j', (rule) => {
    expect(segmentRuleSchema.safeParse(rule).success).toBe(false);
  });
});

describe('the schemas of the Segment tracking API', () => {
  test('segmentItemSchema drops members that it does not know, which clients send freely', () => {
    const item = { type: 'track', event: 'Looked', userId: 'ada', _metadata: { bundled: [] } };
    expect(segmentItemSchema.parse(item)).toEqual({ type: 'track', event: 'Looked', userId: 'ada', anonymousId: null });
  });

  test('segmentBatchSchema takes items of any shape, to be checked one by one', () => {
    expect(segmentBatchSchema.parse({ batch: [null, 7, {}], sentAt: '2026-01-01T00:00:00Z', more: 1 })).toEqual({
      batch: [null, 7, {}],
      sentAt: '2026-01-01T00:00:00Z',
    });
  });
});

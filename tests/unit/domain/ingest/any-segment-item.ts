import fc from 'fast-check';
import type { Json } from '#contracts/json.ts';

/** What may stand where an id is expected: mostly one, now and then something near it, or far from it. */
const anyId: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 40, arbitrary: fc.string({ minLength: 1, maxLength: 12 }) },
  fc.constantFrom('', null, undefined, 0, -0, 7, 1.5, 2 ** 53, -1, true, [], {}, 'half \ud800', 'x'.repeat(200)),
  fc.constantFrom('x'.repeat(201), 'ä\u0000"\\', 'null', 'anonymous:x', ' '),
);

const anyTime: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 25, arbitrary: fc.date({ noInvalidDate: true }).map((date) => date.toISOString()) },
  fc.constantFrom(null, undefined, '', '2026-05-31', '2026-05-31T23:59:59Z', '2026-05-31T23:59:59+02:00', 17),
  fc.constantFrom('yesterday', '2026-02-30T00:00:00.000Z', '0001-01-01T00:00:00Z', {}),
);

const anyObject: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 25, arbitrary: fc.dictionary(fc.string({ maxLength: 8 }), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 4 }) },
  fc.constantFrom(
    null,
    undefined,
    [],
    'text',
    0,
    { groupId: 'acme' },
    { active: false },
    { integrations: { All: true } },
  ),
);

const anyName: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 25, arbitrary: fc.string({ minLength: 1, maxLength: 12 }) },
  fc.constantFrom('Bought', 'Returned', 'Looked', '', null, undefined, 5, 'n'.repeat(200), 'n'.repeat(201), '\udfff'),
);

/** Items of the Segment specification, right and wrong in every way that one member can be, as they come out of JSON. */
export const anySegmentItem: fc.Arbitrary<Json> = fc
  .record(
    {
      type: fc.oneof(
        { weight: 40, arbitrary: fc.constantFrom('track', 'identify', 'group', 'alias', 'page', 'screen') },
        fc.constantFrom('shout', '', null, 5, 'Track', '__proto__', 'constructor'),
      ),
      event: anyName,
      name: anyName,
      category: anyName,
      messageId: fc.oneof(anyId, fc.constantFrom('m'.repeat(100), 'm'.repeat(101))),
      userId: anyId,
      anonymousId: anyId,
      groupId: anyId,
      previousId: anyId,
      timestamp: anyTime,
      originalTimestamp: anyTime,
      sentAt: anyTime,
      context: anyObject,
      properties: anyObject,
      traits: anyObject,
      integrations: anyObject,
      stranger: fc.jsonValue({ maxDepth: 1 }),
    },
    { requiredKeys: ['type'] },
  )
  .map((item): Json => JSON.parse(JSON.stringify(item)));

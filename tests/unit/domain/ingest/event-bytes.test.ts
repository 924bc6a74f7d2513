import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type JsonObject, maximumNesting } from '#contracts/json.ts';
import { queueJson } from '#contracts/queue-json.ts';
import { mostEventBytes, type UnitBytes } from '#domain/ingest/event-bytes.ts';
import { exampleEvent } from '../example-event.ts';

/** Bodies of objects, with numbers of every length. */
function anyObject(text: fc.Arbitrary<string>): fc.Arbitrary<JsonObject> {
  const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      text,
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.constantFrom(-1.7976931348623157e308, -5e-324, 1e21, 123456789012345680000, true, false, null),
      fc.array(tie('tree'), { maxLength: 4 }),
      fc.dictionary(text, tie('tree'), { maxKeys: 4 }),
    ),
  }));
  return fc.dictionary(text, tree, { maxKeys: 4 }).map((value): JsonObject => JSON.parse(JSON.stringify(value)));
}

function isABound(text: fc.Arbitrary<string>, unitBytes: UnitBytes): void {
  const told = fc.record({
    id: text,
    name: text,
    userId: fc.option(text),
    anonymousId: fc.option(text),
    accountId: fc.option(text),
    timeMs: fc.constant(253_402_300_799_999),
    properties: anyObject(text),
    context: anyObject(text),
  });
  fc.assert(
    fc.property(told, (more) => {
      const event = exampleEvent(more);
      expect(mostEventBytes(event, unitBytes)).toBeGreaterThanOrEqual(Buffer.byteLength(queueJson(event)));
    }),
    { numRuns: 500 },
  );
}

const nested = (levels: number): JsonObject => (levels === 1 ? {} : { a: nested(levels - 1) });

describe('mostEventBytes', () => {
  test('mostEventBytes is an upper bound of the JSON of any event', () => {
    const odd = fc.constantFrom('\u0000', '"', '\\', '\ufffe', '\uffff', '\ud800', '\u{10ffff}');
    isABound(fc.oneof(fc.string({ unit: 'binary', maxLength: 12 }), odd), 6);
  });

  test('mostEventBytes is an upper bound with a byte a unit where nothing needs more', () => {
    isABound(fc.string({ unit: fc.constantFrom(...'abc xyz0123{}[]:,/'), maxLength: 12 }), 1);
  });

  test('mostEventBytes is close where a byte a unit is enough: an ordinary request is never measured', () => {
    const event = exampleEvent({ properties: { text: 'x'.repeat(600), path: '/some/where' } });
    const bytes = Buffer.byteLength(queueJson(event));
    expect(mostEventBytes(event, 1)).toBeLessThan(bytes + 250);
  });

  test('mostEventBytes is infinite where properties or context nest deeper than an event may', () => {
    for (const member of ['properties', 'context']) {
      const within = exampleEvent({ [member]: nested(maximumNesting) });
      expect(mostEventBytes(within, 1)).toBeLessThan(10_000);
      const deeper = exampleEvent({ [member]: nested(maximumNesting + 1) });
      expect(mostEventBytes(deeper, 1)).toBe(Number.POSITIVE_INFINITY);
    }
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { profileRecordSchema } from '#contracts/profile-record.ts';
import { decodeBody, encodeBody, recordLayoutVersion } from '#domain/profile/record-layout.ts';
import { decodeState } from '#domain/profile/state-layout.ts';
import { anyRecord } from './any-record.ts';

const bodyOf = anyRecord.map(({ tenant, customerId, version, wakeAtMs, outbox, ...body }) => body);

describe('encodeBody and decodeBody', () => {
  test('decodeBody gives back what encodeBody wrote, of any record that could be stored', () => {
    fc.assert(
      fc.property(anyRecord, (record) => {
        expect(profileRecordSchema.parse(record)).toEqual(record);
        const { tenant, customerId, version, wakeAtMs, outbox, ...body } = record;
        expect(decodeBody(encodeBody(record))).toEqual(body);
      }),
      { numRuns: 300 },
    );
  });

  test('encodeBody gives the same bytes for the same content, in whatever order the segments were put in', () => {
    fc.assert(
      fc.property(bodyOf, (body) => {
        const reversed = Object.fromEntries(Object.entries(body.memberships).toReversed());
        const bytes = encodeBody(body);
        expect(encodeBody({ ...body, memberships: reversed })).toEqual(bytes);
        expect(encodeBody(decodeBody(bytes))).toEqual(bytes);
      }),
    );
  });

  test('decodeBody, or decodeState after it, refuses bytes that were cut anywhere', () => {
    fc.assert(
      fc.property(bodyOf, fc.double({ min: 0, max: 0.9999, noNaN: true }), (body, at) => {
        const bytes = encodeBody(body);
        const cut = bytes.slice(0, Math.floor(bytes.length * at));
        expect(() => decodeState(decodeBody(cut).state)).toThrow('Cannot read');
      }),
      { numRuns: 300 },
    );
  });

  test('decodeBody refuses the layout of newer code, says so, and what to do', () => {
    fc.assert(
      fc.property(bodyOf, fc.integer({ min: 0, max: 10_000 }), (body, layout) => {
        fc.pre(layout !== recordLayoutVersion && layout !== 2);
        const first = layout < 128 ? [layout] : [(layout % 128) | 128, Math.floor(layout / 128)];
        const bytes = new Uint8Array([...first, ...encodeBody(body).slice(1)]);
        expect(() => decodeBody(bytes)).toThrow(
          `its layout ${layout} is not known (this code knows 2 and ${recordLayoutVersion}); deploy the newer code again`,
        );
      }),
    );
  });

  test('decodeBody refuses flags that name no way to know the ids in pages', () => {
    const flags = 3 << 4;
    expect(() => decodeBody(Uint8Array.of(recordLayoutVersion, flags, 0, 0, 0))).toThrow('Cannot read a profile');
  });
});

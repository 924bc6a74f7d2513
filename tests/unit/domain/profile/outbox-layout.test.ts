import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Announcement, announcementSchema } from '#contracts/announcement.ts';
import { decodeOutbox, encodeOutbox, outboxLayoutVersion } from '#domain/profile/outbox-layout.ts';
import { anyAnnouncement } from './any-record.ts';

const wake: Announcement = {
  mode: 'live',
  correlationId: 'wake/1',
  cause: { kind: 'time' },
  changes: [{ kind: 'exited', segment: 'busy', segmentVersion: 1, takenIn: null, leaf: null }],
};

describe('encodeOutbox and decodeOutbox', () => {
  test('decodeOutbox gives back what encodeOutbox wrote, of anything that a write could tell', () => {
    fc.assert(
      fc.property(anyAnnouncement, (announcement) => {
        expect(announcementSchema.parse(announcement)).toEqual(announcement);
        const bytes = encodeOutbox(announcement);
        expect(decodeOutbox(bytes)).toEqual(announcement);
        expect(encodeOutbox(decodeOutbox(bytes))).toEqual(bytes);
      }),
      { numRuns: 300 },
    );
  });

  test('decodeOutbox refuses bytes that were cut anywhere, and bytes with something after them', () => {
    fc.assert(
      fc.property(anyAnnouncement, fc.double({ min: 0, max: 0.9999, noNaN: true }), (announcement, at) => {
        const bytes = encodeOutbox(announcement);
        expect(() => decodeOutbox(bytes.slice(0, Math.floor(bytes.length * at)))).toThrow('Cannot read');
        expect(() => decodeOutbox(new Uint8Array([...bytes, 0]))).toThrow('1 bytes are left over');
      }),
    );
  });

  test('decodeOutbox refuses a layout, and names of modes, causes, changes and bands, that it does not know', () => {
    const bytes = [...encodeOutbox(wake)];
    const changed = (at: number, to: number) => () =>
      decodeOutbox(Uint8Array.from(bytes, (b, i) => (i === at ? to : b)));
    expect(changed(0, 4)).toThrow(`its layout 4 is not known (this code knows 2 and ${outboxLayoutVersion})`);
    expect(changed(1, 2)).toThrow('mode number 2 is not known');
    expect(changed(9, 9)).toThrow('cause number 9 is not known');
    expect(changed(11, 4)).toThrow('change number 4 is not known');
    expect(changed(18, 8)).toThrow('the flags 8 of a change are not known');
    expect(changed(18, 3)).toThrow('the flags 3 of a change are not known');
    const risk: Announcement = { ...wake, changes: [{ kind: 'risk', from: 'low', to: 'high', score: null }] };
    const withBand = Uint8Array.from(encodeOutbox(risk), (b, i) => (i === 12 ? 7 : b));
    expect(() => decodeOutbox(withBand)).toThrow('risk band number 7 is not known');
  });

  test('encodeOutbox needs at most 145 bytes for a visit that changes a segment and the band, with what decided it', () => {
    const bytes = encodeOutbox({
      mode: 'live',
      correlationId: '4f1c0a52-0f6e-4c8e-9b1b-0a52b1c0f6e4',
      cause: { kind: 'event', eventId: '4f1c0a52-0f6e-4c8e-9b1b-0a52b1c0f6e5', eventName: 'Page Viewed' },
      changes: [
        { kind: 'risk', from: 'medium', to: 'low', score: 0.123 },
        {
          kind: 'entered',
          segment: 'active',
          segmentVersion: 1,
          takenIn: null,
          leaf: { position: 0, before: 20.123, after: 0.001 },
        },
      ],
    });
    expect(bytes.length).toBeLessThanOrEqual(145);
  });
});

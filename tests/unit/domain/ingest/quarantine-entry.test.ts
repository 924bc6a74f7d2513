import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { quarantinedEventSchema } from '#contracts/quarantine.ts';
import { maximumEventBytes } from '#contracts/segment-request.ts';
import { quarantineEntry } from '#domain/ingest/quarantine-entry.ts';
import { juneMs } from '../example-event.ts';

const about = {
  tenant: 'shop',
  reason: 'schema',
  detail: 'event: missing',
  source: 'web',
  receivedMs: juneMs,
} as const;

/** [[[… 'bottom' …]]] */
function nested(levels: number): unknown {
  let value: unknown = 'bottom';
  for (let level = 0; level < levels; level += 1) value = [value];
  return value;
}

describe('quarantineEntry', () => {
  test('quarantineEntry keeps what came in as JSON text, with the reason', () => {
    const entry = quarantineEntry(about, { type: 'track' });
    expect(entry).toEqual({ ...about, id: expect.stringMatching(/^[0-9a-f]{64}$/), content: '{"type":"track"}' });
    expect(quarantinedEventSchema.parse(entry)).toEqual(entry);
  });

  test('quarantineEntry gives the same content the same id, whenever it comes, and other content another', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
        const id = quarantineEntry(about, one).id;
        expect(quarantineEntry({ ...about, receivedMs: juneMs + 1 }, one).id).toBe(id);
        expect(quarantineEntry({ ...about, reason: 'too large' }, one).id).not.toBe(id);
        expect(quarantineEntry({ ...about, tenant: 'other' }, one).id).not.toBe(id);
        expect(quarantineEntry(about, other).id === id).toBe(JSON.stringify(other) === JSON.stringify(one));
      }),
    );
  });

  test('quarantineEntry cuts content that is too long, and always says so', () => {
    const kept = maximumEventBytes + 4_096;
    const content = 'x'.repeat(kept);
    for (const detail of ['event: missing', 'd'.repeat(3_000)]) {
      const entry = quarantineEntry({ ...about, detail }, content);
      expect(entry.content).toBe(`"${'x'.repeat(kept - 1)}`);
      expect(entry.detail).toMatch(/\(content cut at 36864 characters of 36866\)$/);
      expect(quarantinedEventSchema.parse(entry)).toEqual(entry);
    }
    expect(quarantineEntry(about, `${content}a`).id).not.toBe(quarantineEntry(about, `${content}b`).id);
  });

  test('quarantineEntry cuts content that is nested too deeply to be written, and says so', () => {
    const entry = quarantineEntry(about, nested(100_000));
    expect(entry.content).toMatch(/^\[{34}"nested deeper than 34 levels"\]{34}$/);
    expect(entry.detail).toBe('event: missing (content cut at 34 levels)');
  });

  test.each([
    [undefined, 'null'],
    [null, 'null'],
    ['text', '"text"'],
    [{ __proto__: null }, '{}'],
  ])('quarantineEntry takes %j', (content, text) => {
    expect(quarantineEntry(about, content).content).toBe(text);
  });
});

import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { SurveyProgress } from '#contracts/survey-progress.ts';
import type { SurveyProgressStore } from '#ports/survey-progress-store.ts';
import { startMs } from './example-records.ts';

const progress = (version: number, more: Partial<SurveyProgress> = {}): SurveyProgress => ({
  schemaVersion: 1,
  version,
  definitions: 'abc',
  startedMs: startMs,
  phase: 'counting',
  position: '3:x',
  share: 0.25,
  effectiveFromMs: null,
  seen: 5,
  woken: 1,
  unreadable: 0,
  ...more,
});

/** What every store of the survey's progress does, whatever it is made of. */
export function describeSurveyProgressStore(name: string, open: () => Promise<SurveyProgressStore>): void {
  describe(name, () => {
    test(`${name} load gives what was saved last, and null before the first`, async () => {
      const store = await open();
      expect(await store.load()).toBeNull();
      const first = { progress: progress(1), census: Uint8Array.from([1, 2, 3]) };
      expect(await store.save(first)).toBe('written');
      expect(await store.load()).toEqual(first);
      const second = { progress: progress(2, { phase: 'waiting', effectiveFromMs: startMs + 5 }), census: null };
      expect(await store.save(second)).toBe('written');
      expect(await store.load()).toEqual(second);
    });

    test(`${name} save refuses whoever did not read the version before, and changes nothing then`, async () => {
      const store = await open();
      expect(await store.save({ progress: progress(2), census: null })).toBe('conflict');
      const first = { progress: progress(1), census: Uint8Array.from([1]) };
      await store.save(first);
      expect(await store.save({ progress: progress(1), census: Uint8Array.from([2]) })).toBe('conflict');
      expect(await store.save({ progress: progress(3), census: Uint8Array.from([3]) })).toBe('conflict');
      expect(await store.load()).toEqual(first);
    });

    test(`${name} keeps a census that is larger than an item, byte for byte`, async () => {
      const store = await open();
      const census = Uint8Array.from(randomBytes(1_300_000));
      await store.save({ progress: progress(1), census });
      const loaded = await store.load();
      expect(Buffer.compare(loaded?.census ?? new Uint8Array(), census)).toBe(0);
    });

    test(`${name} of two that save at once one is refused, and the other's census stays whole`, async () => {
      const store = await open();
      const of = (byte: number) => ({ progress: progress(1), census: new Uint8Array(900_000).fill(byte) });
      const mixed = (byte: number) => {
        const one = of(byte);
        for (let index = 0; index < one.census.length; index += 1) one.census[index] = (index * 31 + byte) % 251;
        return one;
      };
      const results = await Promise.all([store.save(mixed(1)), store.save(mixed(2))]);
      expect(results.toSorted()).toEqual(['conflict', 'written']);
      const winner = mixed(results[0] === 'written' ? 1 : 2);
      expect(Buffer.compare((await store.load())?.census ?? new Uint8Array(), winner.census)).toBe(0);
    });
  });
}

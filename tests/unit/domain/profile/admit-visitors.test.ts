import fc from 'fast-check';
import { expect, test } from 'vitest';
import { admitVisitors, maximumVisitors } from '#domain/profile/admit-visitors.ts';

const claim = (visitor: string, sinceMs: number) => ({ visitor, sinceMs });

test('admitVisitors lets the earliest in, and of one moment those whose ids come first', () => {
  const claims = [claim('c', 1), claim('b', 2), claim('a', 2)];
  expect(admitVisitors(claims, maximumVisitors - 2)).toEqual({
    admitted: [claim('c', 1), claim('a', 2)],
    refused: [claim('b', 2)],
  });
});

test('admitVisitors lets nobody in where the user has as many as one may have, or more', () => {
  for (const joined of [maximumVisitors, maximumVisitors + 7]) {
    expect(admitVisitors([claim('a', 1)], joined)).toEqual({ admitted: [], refused: [claim('a', 1)] });
  }
});

test('admitVisitors decides the same in whatever order the claims come, and loses none', () => {
  const claims = fc.uniqueArray(fc.record({ visitor: fc.string(), sinceMs: fc.nat({ max: 5 }) }), {
    selector: ({ visitor }) => visitor,
    maxLength: 80,
  });
  fc.assert(
    fc.property(claims, fc.nat({ max: 60 }), (all, joined) => {
      const choice = admitVisitors(all, joined);
      expect(admitVisitors(all.toReversed(), joined)).toEqual(choice);
      expect(choice.admitted.length + choice.refused.length).toBe(all.length);
      expect(choice.admitted.length).toBeLessThanOrEqual(Math.max(0, maximumVisitors - joined));
    }),
  );
});

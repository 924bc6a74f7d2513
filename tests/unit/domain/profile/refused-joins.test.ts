import fc from 'fast-check';
import { expect, test } from 'vitest';
import { noCustomerTraits } from '#contracts/customer-traits.ts';
import { type RefusedJoin, refusedJoinsSchema } from '#contracts/refused-join.ts';
import { addRefusedJoins, maximumRefusedJoins } from '#domain/profile/refused-joins.ts';

const none = noCustomerTraits.refusedJoins;
const refused = (customerId: string, sinceMs: number, holder: string | null = null): RefusedJoin => {
  return { customerId, sinceMs, reason: holder === null ? 'limit' : 'taken', holder };
};

test('addRefusedJoins keeps of each customer the earliest refusal, the earliest first', () => {
  const joins = [refused('b', 7), refused('a', 9, 'bob'), refused('b', 5, 'eve'), refused('a', 9)];
  expect(addRefusedJoins(none, joins)).toEqual({
    joins: [refused('b', 5, 'eve'), refused('a', 9, 'bob')],
    more: false,
  });
});

test('addRefusedJoins keeps the earliest of too many, whatever order they come in and how often', () => {
  const drawn = fc.array(fc.tuple(fc.nat({ max: 40 }), fc.nat({ max: 9 })), { maxLength: 80 });
  fc.assert(
    fc.property(drawn, fc.nat(), (all, at) => {
      const joins = all.map(([id, sinceMs]) => refused(`anonymous:${id}`, sinceMs));
      const once = addRefusedJoins(none, joins);
      const cut = at % (joins.length + 1);
      expect(addRefusedJoins(addRefusedJoins(none, joins.slice(cut)), joins.slice(0, cut))).toEqual(once);
      expect(addRefusedJoins(once, joins)).toEqual(once);
      expect(refusedJoinsSchema.parse(once)).toEqual(once);
      expect(once.joins.length).toBe(Math.min(maximumRefusedJoins, new Set(all.map(([id]) => id)).size));
    }),
  );
});

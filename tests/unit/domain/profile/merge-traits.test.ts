import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Traits } from '#contracts/trait.ts';
import { mayEmail } from '#domain/playbooks/may-email.ts';
import {
  joinTraits,
  maximumTraitLength,
  maximumTraits,
  mergeAccountTraits,
  mergeTraits,
  textTrait,
} from '#domain/profile/merge-traits.ts';
import { exampleDefinitions } from '../example-definitions.ts';
import { exampleEvent, juneMs } from '../example-event.ts';

const { plan } = exampleDefinitions;

function told(id: string, properties: Record<string, string | number | boolean | null>, timeMs = juneMs) {
  return exampleEvent({ id, type: 'identify', name: 'Identify', properties, timeMs });
}

const tellings = fc
  .array(
    fc.tuple(
      fc.integer({ min: 0, max: 3 }),
      fc.dictionary(fc.string({ maxLength: 3 }), fc.oneof(fc.string(), fc.integer(), fc.boolean()), { maxKeys: 40 }),
    ),
    { maxLength: 8 },
  )
  .map((drawn) => drawn.map(([step, traits], index) => told(`t${index}`, traits, juneMs + step)));

describe('mergeTraits', () => {
  test('mergeTraits lets the later time win, and at the same time the greater event id', () => {
    const early = told('z', { plan: 'free' });
    const late = told('a', { plan: 'pro' }, juneMs + 1);
    const tie = told('b', { plan: 'team' }, juneMs + 1);
    for (const order of [
      [early, late, tie],
      [tie, late, early],
    ]) {
      expect(mergeTraits(plan, {}, order)).toEqual({ plan: { value: 'team', timeMs: juneMs + 1, eventId: 'b' } });
    }
  });

  test('mergeTraits gives the same traits for every order, split and repetition of the same events', () => {
    const arbitrary = tellings.chain((events) =>
      fc.tuple(
        fc.constant(events),
        fc.shuffledSubarray([...events, ...events], { minLength: events.length * 2 }),
        fc.nat(16),
      ),
    );
    fc.assert(
      fc.property(arbitrary, ([events, again, cut]) => {
        const once = JSON.stringify(mergeTraits(plan, {}, events));
        expect(JSON.stringify(mergeTraits(plan, mergeTraits(plan, {}, again.slice(0, cut)), again.slice(cut)))).toBe(
          once,
        );
      }),
    );
  });

  test('mergeTraits keeps the alphabetically first names when there are too many', () => {
    const names = Array.from({ length: maximumTraits + 5 }, (_, index) => `n${String(index).padStart(3, '0')}`);
    const merged = mergeTraits(plan, {}, [told('a', Object.fromEntries(names.map((name) => [name, 1])))]);
    expect(Object.keys(merged)).toEqual(names.slice(0, maximumTraits));
  });

  test('mergeTraits keeps what decisions read, whatever and however much else a source tells', () => {
    const names = Array.from({ length: maximumTraits }, (_, index) => `crm_field_${index}`);
    const known = mergeTraits(plan, {}, [told('a', { email: 'ada@example.com', unsubscribed: true })]);
    const merged = mergeTraits(plan, known, [
      told('b', Object.fromEntries(names.map((name) => [name, 1])), juneMs + 1),
    ]);
    expect(Object.keys(merged)).toHaveLength(maximumTraits);
    expect(mayEmail(merged)).toMatchObject({ kind: 'withheld' });
  });

  test('mergeTraits keeps of a consent that is too long that it was told, which is no permission', () => {
    const long = 'x'.repeat(maximumTraitLength);
    const merged = mergeTraits(plan, {}, [told('a', { email: 'ada@example.com', emailConsent: long })]);
    expect(mayEmail(merged)).toMatchObject({ kind: 'withheld' });
  });

  test('mergeTraits drops a value that is too long, and keeps what was known', () => {
    const known = mergeTraits(plan, {}, [told('a', { note: 'short' })]);
    const long = told('b', { note: 'x'.repeat(maximumTraitLength) }, juneMs + 1);
    expect(mergeTraits(plan, known, [long])).toEqual(known);
  });

  test('mergeTraits passes over events that are no identify', () => {
    expect(mergeTraits(plan, {}, [exampleEvent({ properties: { plan: 'pro' } })])).toEqual({});
  });
});

/** What three customers told, each event with an id of its own, some with more traits than are kept. */
const threeTellings = fc
  .tuple(tellings, tellings, tellings)
  .map((groups) => groups.map((events, group) => events.map((event) => ({ ...event, id: `${event.id}/${group}` }))));

describe('joinTraits', () => {
  const text = (traits: Traits) => JSON.stringify(traits);

  test('joinTraits is commutative and associative, with no traits as neutral element', () => {
    fc.assert(
      fc.property(threeTellings, (groups) => {
        const [a = {}, b = {}, c = {}] = groups.map((events) => mergeTraits(plan, {}, events));
        expect(text(joinTraits(a, b))).toBe(text(joinTraits(b, a)));
        expect(text(joinTraits(joinTraits(a, b), c))).toBe(text(joinTraits(a, joinTraits(b, c))));
        expect(text(joinTraits(a, {}))).toBe(text(a));
        expect(text(joinTraits(a, a))).toBe(text(a));
      }),
    );
  });

  test('joinTraits of what two customers told equals taking in all of it', () => {
    fc.assert(
      fc.property(threeTellings, ([one = [], other = []]) => {
        const joined = joinTraits(mergeTraits(plan, {}, one), mergeTraits(plan, {}, other));
        expect(text(joined)).toBe(text(mergeTraits(plan, {}, [...other, ...one])));
      }),
    );
  });

  test('joinTraits lets the later value win, whosever it was', () => {
    const anonymous = mergeTraits(plan, {}, [told('a', { plan: 'pro', city: 'Rome' }, juneMs + 1)]);
    const user = mergeTraits(plan, {}, [told('b', { plan: 'free', name: 'Ada' })]);
    const values = Object.entries(joinTraits(user, anonymous)).map(([name, { value }]) => [name, value]);
    expect(values).toEqual([
      ['city', 'Rome'],
      ['name', 'Ada'],
      ['plan', 'pro'],
    ]);
  });
});

describe('textTrait', () => {
  test('textTrait gives a text, and null for anything else', () => {
    const traits = mergeTraits(plan, {}, [told('a', { name: 'Ada', blank: ' ', age: 36 })]);
    expect(['name', 'blank', 'age', 'none'].map((name) => textTrait(traits, name))).toEqual(['Ada', null, null, null]);
  });
});

describe('mergeAccountTraits', () => {
  test('mergeAccountTraits lets the later group event win, and passes over all others', () => {
    const group = (id: string, seats: number, timeMs: number) =>
      exampleEvent({ id, type: 'group', name: 'Group', accountId: 'acme', properties: { seats }, timeMs });
    const events = [group('a', 1, juneMs + 2), group('b', 2, juneMs), told('c', { seats: 3 }, juneMs + 9)];
    for (const order of [events, events.toReversed()]) {
      expect(mergeAccountTraits({}, order)).toEqual({ seats: { value: 1, timeMs: juneMs + 2, eventId: 'a' } });
    }
  });
});

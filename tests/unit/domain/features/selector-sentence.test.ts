import { describe, expect, test } from 'vitest';
import { eventTypes } from '#contracts/canonical-event.ts';
import type { EventSelector } from '#contracts/event-selector.ts';
import { meanings } from '#contracts/moment.ts';
import { bareSelector, pluralSelector, selectorSentence } from '#domain/features/selector-sentence.ts';
import { anyActivity, meaning, named } from '../example-cells.ts';

describe('selectorSentence', () => {
  test.each<[EventSelector, string]>([
    [anyActivity, 'any activity'],
    [meaning('purchase'), 'a purchase'],
    [meaning('invitation'), 'an invitation'],
    [meaning('feature use'), 'the use of a feature'],
    [named('Feature Used'), '"Feature Used"'],
    [{ events: { by: 'name', names: ['A', 'B', 'C'] }, where: [] }, '"A", "B" or "C"'],
    [{ events: { by: 'type', type: 'page' }, where: [] }, 'a page view'],
    [
      named('Used', { property: 'feature', is: 'one of', values: ['export', 'bulk import', 3] }),
      '"Used" with feature export, "bulk import" or 3',
    ],
    [
      named('Used', { property: 'rows', is: 'at least', value: 5 }, { property: 'rows', is: 'at most', value: 9 }),
      '"Used" with rows of at least 5 and rows of at most 9',
    ],
    [named('Used', { property: 'note', is: 'contains', text: 'refund' }), '"Used" with note containing "refund"'],
    [meaning('purchase', { property: 'coupon', is: 'present' }), 'a purchase with any coupon'],
  ])('selectorSentence of %j is %s', (selector, expected) => {
    expect(selectorSentence(selector)).toBe(expected);
  });

  test('selectorSentence has a phrase of its own for every meaning and every kind of call', () => {
    const phrases = [
      ...meanings.map((one) => selectorSentence(meaning(one))),
      ...eventTypes.map((type) => selectorSentence({ events: { by: 'type', type }, where: [] })),
    ];
    expect(new Set(phrases).size).toBe(meanings.length + eventTypes.length);
  });

  test.each<[EventSelector, string, string]>([
    [anyActivity, 'activities', 'activity'],
    [meaning('purchase'), 'purchases', 'purchase'],
    [meaning('feature use'), 'uses of a feature', 'use of a feature'],
    [meaning('ticket resolved'), 'resolved tickets', 'resolved ticket'],
    [
      meaning('purchase', { property: 'total', is: 'at least', value: 20 }),
      'purchases with total of at least 20',
      'purchase with total of at least 20',
    ],
    [named('Feature Used'), '"Feature Used"', '"Feature Used"'],
  ])('pluralSelector and bareSelector of %j are %s and %s', (selector, many, bare) => {
    expect([pluralSelector(selector), bareSelector(selector)]).toEqual([many, bare]);
  });
});

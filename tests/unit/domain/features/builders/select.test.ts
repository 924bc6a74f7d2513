import { describe, expect, test } from 'vitest';
import { eventSelectorSchema } from '#contracts/event-selector.ts';
import {
  propertyAtLeast,
  propertyAtMost,
  propertyContains,
  propertyIs,
  propertyPresent,
} from '#domain/features/builders/conditions.ts';
import { activity, calls, event, meaning } from '#domain/features/builders/select.ts';
import { numberOf, textIn } from '#domain/features/builders/sources.ts';

describe('event, meaning, activity and calls', () => {
  test.each([
    [activity()],
    [meaning('purchase', propertyAtLeast('discount', 0.01))],
    [event('Looked', propertyIs('plan.name', 'free', 2, true), propertyAtMost('rating', 2))],
    [event(['Looked', 'Carted'], propertyPresent('coupon'))],
    [calls('page', propertyContains('path', 'cancel'))],
  ])('event, meaning, activity and calls make selectors that can be stored: %#', (selector) => {
    expect(eventSelectorSchema.parse(selector)).toEqual(selector);
  });

  test.each([
    [() => event(''), 'Cannot select events named "": a name has 1 to 200 characters'],
    [() => event('x'.repeat(201)), 'a name has 1 to 200 characters'],
    [
      () => activity(...Array.from({ length: 11 }, () => propertyPresent('x'))),
      'Cannot select events by 11 conditions: give at most 10',
    ],
  ])('event refuses what nobody can be called: %#', (make, problem) => {
    expect(make).toThrow(problem);
  });
});

describe('propertyIs and its like', () => {
  test.each([
    [() => propertyIs('', 1), 'Cannot name the property "": write names parted by dots, such as feature or plan.name'],
    [() => propertyPresent('a..b'), 'Cannot name the property "a..b"'],
    [() => textIn('.a'), 'Cannot name the property ".a"'],
    [() => propertyAtLeast('x', Number.NaN), 'Cannot compare the property x: give a finite number, got NaN'],
    [() => propertyContains('x', ''), 'Cannot look into the property x: the text to look for is empty'],
    [() => numberOf('x', { decimals: 7 }), 'Cannot take the number of the property x: decimals are 0 to 6, got 7'],
  ])('propertyIs and its like refuse what cannot be meant: %#', (make, problem) => {
    expect(make).toThrow(problem);
  });
});

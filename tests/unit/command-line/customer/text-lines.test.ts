import { describe, expect, test } from 'vitest';
import { quantityText, shownValue } from '../../../../infra/command-line/customer/text-lines.ts';

describe('shownValue', () => {
  test.each([
    [null, '', '–'],
    [true, '', 'yes'],
    ['team', '', 'team'],
    [1 / 3, '', '0.33'],
    [-1, '', '−1'],
    [12345.5, 'money', '12,345.50'],
  ])('shownValue of %j in %j is %s', (value, unit, text) => {
    expect(shownValue(value, unit)).toBe(text);
  });
});

describe('quantityText', () => {
  test.each([
    [13.187, 'days', '13.19 days'],
    [1, 'days', '1 day'],
    [0, 'days', '0 days'],
    [0.25, 'days', '6 hours'],
    [-0.25, 'days', '−6 hours'],
    [1 / 24, 'days', '1 hour'],
    [30 / 1440, 'days', '30 minutes'],
    [0.4181, 'share', '41.8 %'],
    [250, 'money', '250.00'],
    [3, 'times', '3'],
    ['2026-08-30T04:47:59.666Z', '', '2026-08-30 04:47'],
    ['team', '', 'team'],
    [null, 'days', '–'],
  ])('quantityText of %j in %j is %s', (value, unit, text) => {
    expect(quantityText(value, unit)).toBe(text);
  });
});

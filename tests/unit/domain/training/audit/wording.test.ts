import { describe, expect, test } from 'vitest';
import { countText, figureText, shareText, shownText } from '#domain/training/audit/wording.ts';

describe('wording', () => {
  test('countText parts thousands', () => {
    expect([0, 999, 1_000, 1_234_567].map(countText)).toEqual(['0', '999', '1,000', '1,234,567']);
  });

  test('shareText never shows as nothing what is something', () => {
    expect([0, 0.0001, 0.0006, 0.2493, 1].map(shareText)).toEqual([
      '0.0 %',
      'under 0.1 %',
      '0.1 %',
      '24.9 %',
      '100.0 %',
    ]);
  });

  test('shownText cuts at the length asked for', () => {
    expect(shownText('abcdef', 4)).toBe('abc…');
    expect(shownText('abcd', 4)).toBe('abcd');
  });

  test('figureText writes every unit', () => {
    expect(figureText({ label: '', unit: 'months', value: 12.26 })).toBe('12.3 months');
    expect(figureText({ label: '', unit: 'text', value: 'none' })).toBe('none');
    expect(figureText({ label: '', unit: 'count', value: 12_000 })).toBe('12,000');
  });
});

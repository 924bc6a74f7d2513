import { describe, expect, test } from 'vitest';
import { readCountry } from '#domain/training/audit/country-codes.ts';

describe('readCountry', () => {
  test.each([
    ['GB', 'GB', 'alpha-2'],
    ['UK', 'GB', 'alpha-2'],
    ['gbr', 'GB', 'alpha-3'],
    ['United  Kingdom', 'GB', 'name'],
    ['England', 'GB', 'other'],
    ['U.S.A.', 'US', 'alpha-3'],
    ['Türkiye', 'TR', 'other'],
    ['Côte d’Ivoire'.replace('’', "'"), 'CI', 'other'],
    ['South Korea', 'KR', 'name'],
    ['EIRE', 'IE', 'other'],
  ])('readCountry reads %s as %s', (text, country, form) => {
    expect(readCountry(text)).toEqual({ country, form });
  });

  test.each(['Unspecified', '', 'XX', '12', 'European Community'])(
    'readCountry knows no country called "%s"',
    (text) => {
      expect(readCountry(text)).toBeNull();
    },
  );

  test('readCountry knows all 249 countries of ISO 3166-1, each in three forms that agree', () => {
    const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
    const codes = letters.flatMap((a) => letters.map((b) => a + b));
    const known = codes.filter((code) => readCountry(code)?.country === code);
    expect(known).toHaveLength(249);
    const alpha3 = letters
      .flatMap((a) => codes.map((rest) => a + rest))
      .filter((code) => readCountry(code)?.form === 'alpha-3');
    expect(new Set(alpha3.map((code) => readCountry(code)?.country))).toEqual(new Set(known));
    const names = new Intl.DisplayNames('en', { type: 'region' });
    // Where the names of ICU and of the list differ by more than accents, the list still knows most of them.
    expect(known.filter((code) => readCountry(names.of(code) ?? '')?.country === code).length).toBeGreaterThan(215);
  });
});

import { describe, expect, test } from 'vitest';
import { countriesIn, startCountries } from '#domain/training/audit/countries.ts';
import { auditedEvent, figureOf, found } from './audit-examples.ts';

const from = (country: string, count = 1) =>
  Array.from({ length: count }, () => auditedEvent({ properties: { country } }));

describe('countriesIn', () => {
  test('countriesIn finds countries by the name of the property, one level deep', () => {
    const object = {
      country: 'GB',
      billing_country: 'FR',
      address: { countryCode: 'DE' },
      nation: 'IT',
      country_id: 7,
    };
    expect(countriesIn(object)).toEqual(['GB', 'FR', 'DE']);
    expect(countriesIn({ a: { b: { country: 'GB' } } })).toEqual([]);
  });
});

describe('startCountries', () => {
  test('startCountries counts what differs from the most frequent spelling of its country', () => {
    const report = found(startCountries, [
      ...from('United Kingdom', 5),
      ...from('UK', 2),
      ...from('GB'),
      ...from('France'),
    ]);
    expect(report.verdict).toBe('warning');
    expect(figureOf(report, 'second spellings')).toBe(3);
    expect(report.examples[0]).toBe('United Kingdom (5), UK (2), GB (1)');
  });

  test('startCountries warns of one spelling a country in several forms', () => {
    expect(found(startCountries, [...from('GB', 5), ...from('France')])).toMatchObject({
      verdict: 'warning',
      summary: 'one spelling a country, but in several forms: alpha-2 (5), name (1)',
    });
  });

  test('startCountries is content with codes of one form, and says when there is nothing to look at', () => {
    expect(found(startCountries, [...from('GB'), ...from('FR')])).toMatchObject({ verdict: 'ok' });
    expect(found(startCountries, [auditedEvent()])).toMatchObject({ verdict: 'not applicable' });
  });
});

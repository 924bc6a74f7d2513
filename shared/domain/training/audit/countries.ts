import { isJsonObject, type Json, type JsonObject } from '#contracts/json.ts';
import type { AuditedItem } from './audited-item.ts';
import { BoundedCounts } from './bounded-counts.ts';
import { type CountryForm, readCountry } from './country-codes.ts';
import { countFigure, finding } from './finding.ts';
import type { Fold, StartCheck } from './fold.ts';
import { countText, partText, shownText } from './wording.ts';

/** Spellings that are told apart: every country in a few forms, and strange ones. */
const maximumSpellings = 2_000;

const maximumExamples = 8;

/** `country`, `countryCode`, `billing_country`, … */
function namesCountry(key: string): boolean {
  const letters = key.toLowerCase().replace(/[^a-z]/g, '');
  return letters.endsWith('country') || letters.endsWith('countrycode');
}

/** What stands as a country in an object, or one level below, as in `address.country`. */
export function countriesIn(object: JsonObject, levels = 1): string[] {
  const found: string[] = [];
  for (const key of Object.keys(object)) {
    const value: Json | undefined = object[key];
    if (typeof value === 'string') {
      if (value.trim() !== '' && namesCountry(key)) found.push(value.trim());
    } else if (levels > 0 && value !== undefined && isJsonObject(value)) found.push(...countriesIn(value, levels - 1));
  }
  return found;
}

type Spelling = { readonly text: string; readonly count: number; readonly form: CountryForm };

/** The spellings of each country, the most frequent first. */
function byCountry(spellings: BoundedCounts): Map<string, Spelling[]> {
  const found = new Map<string, Spelling[]>();
  for (const { name, count } of spellings.descending) {
    const reading = readCountry(name);
    if (reading === null) continue;
    const own = found.get(reading.country) ?? [];
    own.push({ text: name, count, form: reading.form });
    found.set(reading.country, own);
  }
  return found;
}

/** Countries that are written in more than one way: one customer base falls apart into several. */
export const startCountries: StartCheck<AuditedItem> = (): Fold<AuditedItem> => {
  const spellings = new BoundedCounts(maximumSpellings);
  const about = { check: 'countries', title: 'Mixed country codes' };
  return {
    take(item) {
      if (item.kind !== 'event') return;
      for (const text of countriesIn(item.event.properties)) spellings.add(text);
      for (const text of countriesIn(item.event.context)) spellings.add(text);
    },
    finding() {
      if (spellings.total === 0) {
        return finding({
          ...about,
          verdict: 'not applicable',
          summary: 'no event names a country',
          advice: 'Nothing to do.',
        });
      }
      const countries = byCountry(spellings);
      const mixed = [...countries.values()].filter((own) => own.length > 1);
      const off = mixed.reduce((sum, own) => sum + own.slice(1).reduce((part, one) => part + one.count, 0), 0);
      const forms = new BoundedCounts(4);
      for (const one of [...countries.values()].flat()) forms.add(one.form === 'other' ? 'name' : one.form, one.count);
      const unknown = spellings.descending.filter(({ name }) => readCountry(name) === null);
      const unknownCount = unknown.reduce((sum, one) => sum + one.count, 0);
      const isMixed = mixed.length > 0 || forms.size > 1;
      const collisions = mixed.map((own) =>
        own.map((one) => `${shownText(one.text, 40)} (${countText(one.count)})`).join(', '),
      );
      const strangers = unknown.map(
        (one) => `no country that is known: ${shownText(one.name, 40)} (${countText(one.count)})`,
      );
      const several = forms.descending.map((one) => `${one.name} (${countText(one.count)})`).join(', ');
      return finding({
        ...about,
        verdict: isMixed ? 'warning' : 'ok',
        summary:
          mixed.length > 0
            ? `${partText(off, spellings.total, 'values')} write a country in another way than most do`
            : isMixed
              ? `one spelling a country, but in several forms: ${several}`
              : `every country is written in one way (${forms.descending[0]?.name ?? 'no form that is known'})`,
        figures: [
          countFigure('values', spellings.total),
          countFigure('second spellings', off),
          countFigure('countries', countries.size),
          countFigure('values that name no known country', unknownCount),
        ],
        breakdowns: [forms.breakdown('values by form'), spellings.breakdown('values by spelling')],
        examples: [...collisions, ...strangers].slice(0, maximumExamples),
        advice: isMixed
          ? 'Agree on ISO 3166-1 alpha-2 (GB, not UK or United Kingdom) where the events are made, before anything is grouped by country.'
          : 'Nothing to do.',
        approximate: spellings.approximate,
      });
    },
  };
};

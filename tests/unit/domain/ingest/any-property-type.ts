import fc from 'fast-check';
import type { Json } from '#contracts/json.ts';
import { amount, amountFromZero } from '#domain/ingest/amount-minor.ts';
import { consentAnswer, consentChannel } from '#domain/ingest/consent-properties.ts';
import { list, object } from '#domain/ingest/nested-types.ts';
import { optional, required } from '#domain/ingest/property-declaration.ts';
import type { PropertyType } from '#domain/ingest/property-type.ts';
import {
  currencyCode,
  either,
  flag,
  identifier,
  number,
  oneOf,
  text,
  wholeNumber,
} from '#domain/ingest/property-types.ts';
import { time } from '#domain/ingest/time-type.ts';

/** A type, and values that are likely to be near its border. */
type AnyType = { readonly type: PropertyType; readonly values: fc.Arbitrary<Json> };

const small = fc.integer({ min: -5, max: 5 });
const bounds = fc.tuple(small, small).map(([a, b]) => ({ least: Math.min(a, b), most: Math.max(a, b) }));
const numbers = fc.oneof(
  small,
  fc.double({ noNaN: true }),
  fc.constantFrom(0.5, -0, 1e300, 10_000_000_000, 10_000_000_001),
);
const texts = fc.oneof(
  fc.string({ maxLength: 6 }),
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc.constantFrom(
    'eur',
    'EURO',
    'yes',
    'No',
    'OFF',
    'maybe',
    'E-Mail',
    '12.30',
    ' 5 ',
    '-0.00',
    '10000000000',
    '1e3',
    '.',
  ),
);
const times = fc.oneof(
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  fc.constantFrom(
    '2024-02-29',
    '2023-02-29',
    '2024-02-29T23:59:60Z',
    '2024-01-01T10:00',
    '2024-01-01t10:00:00z',
    '2024-01-01 10:00:00Z',
    '2024-01-01T10:00:00+02:00',
    '2024-01-01T10:00:00+0200',
    '2024-01-01T10:00:00.123456-23:59',
    '2024-13-01',
    '2024-01-01T24:00:00Z',
    '2024-01-01T10:00Z',
  ),
);

const plain: fc.Arbitrary<AnyType> = fc.oneof(
  fc.tuple(fc.nat(3), fc.nat(4)).map(([least, more]) => ({
    type: text({ shortest: least, longest: least + more }),
    values: texts,
  })),
  fc.constantFrom<AnyType>(
    { type: text(), values: texts },
    { type: text({ pattern: /^[a-z.]+$/ }), values: texts },
    { type: number(), values: numbers },
    { type: wholeNumber(), values: numbers },
    { type: flag(), values: fc.constantFrom<Json[]>(true, false, 'true', 0, 1) },
    { type: time(), values: times },
    { type: identifier(), values: fc.oneof(texts, numbers) },
    { type: currencyCode(), values: texts },
    { type: amount(), values: fc.oneof(texts, numbers) },
    { type: amountFromZero(), values: fc.oneof(texts, numbers) },
    { type: consentAnswer(), values: fc.oneof(texts, fc.constantFrom<Json[]>(true, false, 0, 1, 2)) },
    { type: consentChannel(), values: texts },
    { type: oneOf('a', 1, true), values: fc.constantFrom<Json[]>('a', 1, true, 'b', 2, false, '1') },
    { type: either(text(), wholeNumber()), values: fc.oneof(texts, numbers) },
    { type: list(), values: fc.constantFrom<Json[]>([], [null, 1], {}, 'a') },
    { type: object(), values: fc.constantFrom<Json[]>({}, { a: null }, [], 'a') },
  ),
  bounds.map((rule) => ({ type: number(rule), values: numbers })),
  bounds.map((rule) => ({ type: wholeNumber(rule), values: numbers })),
);

function anyJson(values: fc.Arbitrary<Json>): fc.Arbitrary<Json> {
  return fc.oneof(
    { weight: 8, arbitrary: values },
    { weight: 1, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.json().map((written): Json => JSON.parse(written)) },
  );
}

function listsOf(inner: fc.Arbitrary<AnyType>): fc.Arbitrary<AnyType> {
  return fc.tuple(inner, fc.nat(3)).map(([{ type, values }, most]) => ({
    type: list(type, { most }),
    values: fc.array(anyJson(values), { maxLength: 4 }),
  }));
}

function objectsOf(inner: fc.Arbitrary<AnyType>): fc.Arbitrary<AnyType> {
  return fc.tuple(inner, inner).map(([a, b]) => ({
    type: object({ a: required(a.type), b: optional(b.type) }),
    values: fc.record({ a: anyJson(a.values), b: anyJson(b.values), c: fc.constant(1) }, { requiredKeys: [] }),
  }));
}

const nested = fc.oneof(plain, listsOf(plain), objectsOf(plain), listsOf(objectsOf(plain)), objectsOf(listsOf(plain)));

/** Any type that a property can have, with values that it may accept or not. */
export const anyPropertyType: fc.Arbitrary<AnyType> = nested.map(({ type, values }) => ({
  type,
  values: anyJson(values),
}));

import type { Json, JsonObject } from '#contracts/json.ts';
import { type PropertyType, plainType, refuseType } from './property-type.ts';

/** Longest text that a pattern is tried on, unless `longest` says otherwise: patterns can be slow on long texts. */
const longestForPattern = 1_000;

/** Characters, as JSON Schema counts them: a surrogate pair is one. */
function isLengthWithin(text: string, shortest: number, longest: number): boolean {
  if (text.length >= shortest * 2 && text.length <= longest) return true;
  if (text.length < shortest || text.length > longest * 2) return false;
  let length = 0;
  for (const _ of text) length += 1;
  return length >= shortest && length <= longest;
}

function checkBounds(what: string, least: number, most: number): void {
  if (Number.isNaN(least) || Number.isNaN(most) || least > most) {
    refuseType(what, `its bounds must be two numbers in order, got ${least} and ${most}`);
  }
}

function checkCounts(what: string, least: number, most: number): void {
  checkBounds(what, least, most);
  const isCount = (count: number) => Number.isSafeInteger(count) && count >= 0;
  if (!isCount(least) || !(isCount(most) || most === Number.POSITIVE_INFINITY)) {
    refuseType(what, `its bounds must be whole numbers of at least 0, got ${least} and ${most}`);
  }
}

/** `from 1 to 5`, `of at least 1`, `of at most 5`, or nothing. */
function boundsInWords(least: number, most: number, unit: string): string {
  const after = unit === '' ? '' : ` ${unit}`;
  if (Number.isFinite(least) && Number.isFinite(most)) return ` of ${least} to ${most}${after}`;
  if (Number.isFinite(least)) return ` of at least ${least}${after}`;
  return Number.isFinite(most) ? ` of at most ${most}${after}` : '';
}

/** A text; lengths in characters. Throws on bounds out of order and on a pattern with flags. */
export function text(
  rule: { readonly shortest?: number; readonly longest?: number; readonly pattern?: RegExp } = {},
): PropertyType {
  const shortest = rule.shortest ?? 0;
  const longest = rule.longest ?? (rule.pattern === undefined ? Number.POSITIVE_INFINITY : longestForPattern);
  checkCounts('text', shortest, longest);
  const schema: JsonObject = { type: 'string' };
  if (shortest > 0) schema['minLength'] = shortest;
  if (Number.isFinite(longest)) schema['maxLength'] = longest;
  const words = `a text${boundsInWords(shortest > 0 ? shortest : Number.NEGATIVE_INFINITY, longest, 'characters')}`;
  if (rule.pattern === undefined) {
    const isAny = shortest === 0 && longest === Number.POSITIVE_INFINITY;
    return plainType(words, schema, (value) => {
      return typeof value === 'string' && (isAny || isLengthWithin(value, shortest, longest));
    });
  }
  if (rule.pattern.flags.replace('u', '') !== '') {
    refuseType('text', `its pattern may have no flags, for JSON Schema has none: got ${rule.pattern}`);
  }
  const { source } = rule.pattern;
  const pattern = new RegExp(source, 'u');
  return plainType(`${words} like ${source}`, { ...schema, pattern: source }, (value) => {
    return typeof value === 'string' && isLengthWithin(value, shortest, longest) && pattern.test(value);
  });
}

function numeric(
  what: string,
  type: string,
  isOne: (value: unknown) => boolean,
  rule: { readonly least?: number; readonly most?: number },
): PropertyType {
  const least = rule.least ?? Number.NEGATIVE_INFINITY;
  const most = rule.most ?? Number.POSITIVE_INFINITY;
  checkBounds(what, least, most);
  const schema: JsonObject = { type };
  if (Number.isFinite(least)) schema['minimum'] = least;
  if (Number.isFinite(most)) schema['maximum'] = most;
  return plainType(`a ${what}${boundsInWords(least, most, '')}`, schema, (value) => {
    return typeof value === 'number' && isOne(value) && value >= least && value <= most;
  });
}

/** A number. Throws on bounds out of order. */
export function number(rule: { readonly least?: number; readonly most?: number } = {}): PropertyType {
  return numeric('number', 'number', Number.isFinite, rule);
}

/** A whole number. Throws on bounds out of order. */
export function wholeNumber(rule: { readonly least?: number; readonly most?: number } = {}): PropertyType {
  return numeric('whole number', 'integer', Number.isInteger, rule);
}

/** `true` or `false`. */
export function flag(): PropertyType {
  return plainType('true or false', { type: 'boolean' }, (value) => typeof value === 'boolean');
}

/** One of some texts, numbers or flags. Throws if there is none, or one twice. */
export function oneOf(...values: readonly (string | number | boolean)[]): PropertyType {
  const known = new Set<Json>(values);
  if (values.length === 0) refuseType('choice', 'it must have at least one value');
  if (known.size !== values.length) refuseType('choice', `a value is named twice: ${JSON.stringify(values)}`);
  const words = `one of ${values.map((one) => JSON.stringify(one)).join(', ')}`;
  return plainType(words, { enum: [...values] }, (value) => known.has(value));
}

/** A value of any of some types. Throws if there are fewer than two. */
export function either(...types: readonly PropertyType[]): PropertyType {
  if (types.length < 2) refuseType('choice of types', `it must have at least two, got ${types.length}`);
  const words = types.map((type) => type.must).join(', or ');
  return plainType(words, { anyOf: types.map((type) => type.schema) }, (value) => {
    return types.some((type) => type.accepts(value));
  });
}

/** What services use as the id of a thing: a text, or a whole number. */
export function identifier(): PropertyType {
  return either(text({ shortest: 1, longest: 500 }), wholeNumber());
}

/** A currency code, three letters in either case (ISO 4217). */
export function currencyCode(): PropertyType {
  const { accepts } = text({ pattern: /^[A-Za-z]{3}$/ });
  return plainType('a currency code of three letters', { type: 'string', pattern: '^[A-Za-z]{3}$' }, accepts);
}

/** A value as a file of objects can hold it: JSON, with whole numbers of any size. */
export type CellValue = string | number | bigint | boolean | null | undefined | readonly CellValue[] | CellObject;
export type CellObject = { readonly [name: string]: CellValue };

const exponentForm = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/;

/** A number in plain decimal digits, without an exponent: 1e-7 → `0.0000001`. `NaN` and `Infinity` stay what they are. */
export function plainNumber(value: number): string {
  const text = String(value);
  const found = exponentForm.exec(text);
  if (found === null) return text;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = found;
  const digits = whole + fraction;
  const point = whole.length + Number(exponent);
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  if (point >= digits.length) return sign + digits.padEnd(point, '0');
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

function isList(value: object): value is readonly CellValue[] {
  return Array.isArray(value);
}

/**
 * A value as JSON that is the same whatever the order of an object's names and the blanks between them, so that two
 * writers of one row write it alike.
 */
export function canonicalJson(value: CellValue): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') return Number.isFinite(value) ? plainNumber(value) : JSON.stringify(String(value));
  if (typeof value !== 'object') return String(value);
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = Object.keys(value)
    .sort()
    .flatMap((name) => {
      const member = Object.hasOwn(value, name) ? value[name] : undefined;
      return member === undefined ? [] : [`${JSON.stringify(name)}:${canonicalJson(member)}`];
    });
  return `{${members.join(',')}}`;
}

/** A value as the text of a cell, as a CSV would have it: nothing for null, JSON for what has parts. */
export function cellText(value: CellValue): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return plainNumber(value);
  if (typeof value === 'object') return canonicalJson(value);
  return String(value);
}

function memberOf(value: CellValue, name: string): CellValue {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  if (!isList(value)) return value[name];
  return /^\d{1,9}$/.test(name) ? value[Number(name)] : undefined;
}

/**
 * What lies at a path such as `customer.id` or `items.0.price`; undefined if nothing does. A name that holds the dots
 * itself goes first. Only what the object has of its own counts, so `__proto__` finds nothing.
 */
export function valueAt(value: CellValue, path: string): CellValue {
  const whole = memberOf(value, path);
  if (whole !== undefined) return whole;
  let found = value;
  for (const part of path.split('.')) {
    found = memberOf(found, part);
    if (found === undefined) return undefined;
  }
  return found;
}

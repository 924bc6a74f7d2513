import type { AttributeValue } from '@aws-sdk/client-dynamodb';

export type Item = Record<string, AttributeValue>;

/** The text of an attribute. Throws, naming it, if it is not there. */
export function text(item: Item, name: string): string {
  const value = item[name]?.S;
  if (value === undefined) throw new Error(`Cannot read an item: the text attribute "${name}" is missing`);
  return value;
}

/** The number of an attribute. Throws, naming it, if it is not there. */
export function number(item: Item, name: string): number {
  const value = item[name]?.N;
  if (value === undefined) throw new Error(`Cannot read an item: the number attribute "${name}" is missing`);
  return Number(value);
}

/** The number of an attribute, or null if there is none. */
export function optionalNumber(item: Item, name: string): number | null {
  const value = item[name]?.N;
  return value === undefined ? null : Number(value);
}

/** The bytes of an attribute. Throws, naming it, if it is not there. */
export function bytes(item: Item, name: string): Uint8Array {
  const value = item[name]?.B;
  if (value === undefined) throw new Error(`Cannot read an item: the binary attribute "${name}" is missing`);
  return value;
}

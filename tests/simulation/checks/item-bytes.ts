import type { Item } from '#adapters/aws/item-attributes.ts';

/** DynamoDB's size of a number: one byte for each two significant digits, and one more. */
function numberBytes(text: string): number {
  const significant = text.replace(/^-?0*/, '').replace('.', '').replace(/0+$/, '');
  return Math.ceil(significant.length / 2) + 1;
}

/**
 * The size of an item as DynamoDB counts it: UTF-8 bytes of the names of attributes, and of their values (Amazon DynamoDB
 * developer guide, "DynamoDB item sizes and formats"). Throws on an attribute that is no text, number or bytes.
 */
export function itemBytes(item: Item): number {
  let bytes = 0;
  for (const [name, value] of Object.entries(item)) {
    bytes += Buffer.byteLength(name);
    if (value.S !== undefined) bytes += Buffer.byteLength(value.S);
    else if (value.N !== undefined) bytes += numberBytes(value.N);
    else if (value.B !== undefined) bytes += value.B.length;
    else throw new Error(`Cannot size an item: the attribute "${name}" is no text, number or bytes`);
  }
  return bytes;
}

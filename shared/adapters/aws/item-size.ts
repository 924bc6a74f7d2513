import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Item } from './item-attributes.ts';

const containerBytes = 3;
const elementBytes = 1;

const textBytes = (text: string): number => Buffer.byteLength(text);
const sum = (sizes: readonly number[]): number => sizes.reduce((total, size) => total + size, 0);

/** Bytes of a number: one, and one for each two significant digits begun, and one for a minus. */
function numberBytes(decimal: string): number {
  const [mantissa = ''] = decimal.toLowerCase().split('e');
  const digits = mantissa
    .replace(/[^0-9]/g, '')
    .replace(/^0+/, '')
    .replace(/0+$/, '');
  if (digits === '') return 1;
  return 1 + Math.ceil(digits.length / 2) + (decimal.startsWith('-') ? 1 : 0);
}

function valueBytes(value: AttributeValue): number {
  if (value.S !== undefined) return textBytes(value.S);
  if (value.N !== undefined) return numberBytes(value.N);
  if (value.B !== undefined) return value.B.byteLength;
  if (value.BOOL !== undefined || value.NULL !== undefined) return 1;
  if (value.L !== undefined) return containerBytes + sum(value.L.map((one) => elementBytes + valueBytes(one)));
  if (value.M !== undefined) return containerBytes + itemBytes(value.M) + elementBytes * Object.keys(value.M).length;
  if (value.SS !== undefined) return sum(value.SS.map(textBytes));
  if (value.NS !== undefined) return sum(value.NS.map(numberBytes));
  return sum((value.BS ?? []).map((bytes) => bytes.byteLength));
}

/**
 * Bytes of an item as DynamoDB counts them when it charges for reading and writing: names and values of all attributes,
 * texts as UTF-8. Source: Amazon DynamoDB developer guide, "DynamoDB item sizes and formats".
 */
export function itemBytes(item: Item): number {
  return sum(Object.entries(item).map(([name, value]) => textBytes(name) + valueBytes(value)));
}

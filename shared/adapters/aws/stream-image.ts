import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { DynamoDBRecord, AttributeValue as StreamedAttribute } from 'aws-lambda';
import type { Item } from './item-attributes.ts';

/** An item as Lambda hands it over from a stream: binary values are base64 text. */
export type StreamImage = Readonly<Record<string, StreamedAttribute>>;

function attribute(name: string, value: StreamedAttribute): AttributeValue {
  if (value.S !== undefined) return { S: value.S };
  if (value.N !== undefined) return { N: value.N };
  if (value.B !== undefined) return { B: new Uint8Array(Buffer.from(value.B, 'base64')) };
  throw new Error(`Cannot read a stream record: the attribute "${name}" is neither text nor number nor binary`);
}

/** Image → item. Throws, naming it, on an attribute of a type that no item of ours has. */
export function itemOfImage(image: StreamImage): Item {
  return Object.fromEntries(Object.entries(image).map(([name, value]) => [name, attribute(name, value)]));
}

/** A stream record's place and its new image. Throws if it has no place: then nobody could say where to go on from. */
export function streamedWrite({ dynamodb, eventID }: DynamoDBRecord): { sequenceNumber: string; image: StreamImage } {
  const sequenceNumber = dynamodb?.SequenceNumber;
  if (sequenceNumber === undefined) throw new Error(`Cannot read stream record ${eventID}: it has no sequence number`);
  return { sequenceNumber, image: dynamodb?.NewImage ?? {} };
}

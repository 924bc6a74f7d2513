import * as z from 'zod';
import type { Item } from './item-attributes.ts';

const textAttributes = z.record(z.string(), z.strictObject({ S: z.string() }));

/** Where a list goes on, as one opaque word. All keys of our tables and indexes that lists use are texts. */
export function pageToken(key: Item): string {
  return Buffer.from(JSON.stringify(textAttributes.parse(key))).toString('base64url');
}

/** The inverse of `pageToken`. Throws on a word that is none. */
export function readPageToken(token: string): Item {
  try {
    return textAttributes.parse(JSON.parse(Buffer.from(token, 'base64url').toString('utf8')));
  } catch (error) {
    throw new Error(
      `Cannot go on with the list: the page token "${token.slice(0, 40)}" is malformed; take it from the page before, or begin without one`,
      {
        cause: error,
      },
    );
  }
}

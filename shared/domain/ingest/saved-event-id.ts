import { hash } from 'node:crypto';

/** Longest id of an event that is kept as its sender wrote it (Segment tracking specification, "messageId"). */
export const maximumMessageIdLength = 100;

/**
 * The id under which an event is counted. One that is too long, or no well-formed Unicode, becomes `sha256:` and the hash of
 * it, the same each time: the event is saved, and its repetition still known.
 */
export function savedEventId(text: string): string {
  if (text.length <= maximumMessageIdLength && text.isWellFormed()) return text;
  // As UTF-8, all halves of surrogate pairs would be the same; as JSON they are not.
  return `sha256:${hash('sha256', text.isWellFormed() ? text : JSON.stringify(text), 'hex')}`;
}

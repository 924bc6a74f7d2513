import { hash } from 'node:crypto';
import { maximumNesting, nestsWithin } from '#contracts/json.ts';
import type { QuarantinedEvent } from '#contracts/quarantine.ts';
import { maximumEventBytes } from '#contracts/segment-request.ts';

/** Levels of content that are kept: an item with properties of the greatest depth, and one more. */
const levelsKept = maximumNesting + 2;

/** Characters of content that are kept: the largest event, and room for what its batch or its envelope adds to it. */
const charactersKept = maximumEventBytes + 4_096;

/** Longest detail that the contract takes. */
const maximumDetailLength = 1_000;

/** A copy without what lies deeper than some levels. */
function cutBelow(value: unknown, levels: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (levels === 0) return `nested deeper than ${levelsKept} levels`;
  if (Array.isArray(value)) return value.map((one) => cutBelow(one, levels - 1));
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, cutBelow(one, levels - 1)]));
}

const isDeeper = (content: unknown) => !nestsWithin(content, levelsKept);

const textOf = (content: unknown) =>
  JSON.stringify(isDeeper(content) ? cutBelow(content, levelsKept) : content) ?? 'null';

/**
 * Sets an event aside, with its reason. The same content with the same reason is the same entry; where more was added to it
 * on the way than what was sent, `asSent` decides.
 */
export function quarantineEntry(
  about: Pick<QuarantinedEvent, 'tenant' | 'reason' | 'detail' | 'source' | 'receivedMs'>,
  content: unknown,
  asSent: unknown = content,
): QuarantinedEvent {
  const isDeep = isDeeper(content);
  const text = textOf(content);
  const isCut = text.length > charactersKept;
  const cuts = [
    isDeep ? ` (content cut at ${levelsKept} levels)` : '',
    isCut ? ` (content cut at ${charactersKept} characters of ${text.length})` : '',
  ].join('');
  return {
    ...about,
    detail: about.detail.slice(0, maximumDetailLength - cuts.length) + cuts,
    id: hash('sha256', JSON.stringify([about.tenant, about.reason, asSent === content ? text : textOf(asSent)]), 'hex'),
    content: isCut ? text.slice(0, charactersKept) : text,
  };
}

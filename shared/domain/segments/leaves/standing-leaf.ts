import type { RuleLeaf } from '#contracts/segment-rule.ts';
import type { CompiledLeaf } from '#domain/segments/compiled-leaf.ts';
import type { RuleSubject } from '#domain/segments/compiled-segment.ts';
import { forEver, holding } from '#domain/segments/holding.ts';

type LeafOf<Op extends RuleLeaf['op']> = Extract<RuleLeaf, { readonly op: Op }>;

const always = () => true;

/** The churn risk is in one of the bands. */
export function riskBandLeaf(leaf: LeafOf<'risk band'>): CompiledLeaf {
  const bands = new Set<string>(leaf.in);
  return {
    holding: ({ riskBand, nextBandChangeMs }) => holding(bands.has(riskBand), nextBandChangeMs),
    value: ({ riskBand }) => riskBand,
    isKnown: always,
    isKnownByCells: true,
    cells: [],
  };
}

/**
 * Is in another segment of the same subject. When that could change by itself is known where that segment is judged, and who
 * judges looks again at the earliest time of all segments; so until then it is as it is.
 */
export function segmentLeaf({ name }: LeafOf<'segment'>): CompiledLeaf {
  const isIn = (subject: RuleSubject) => subject.isIn(name);
  return {
    holding: (subject) => forEver(isIn(subject)),
    value: isIn,
    isKnown: always,
    isKnownByCells: true,
    cells: [],
  };
}

/** Belongs to an account that is in a segment of accounts. Changes when the account tells. */
export function accountInLeaf({ segment }: LeafOf<'account in'>): CompiledLeaf {
  const isIn = ({ relations }: RuleSubject) => relations.accounts.some(({ segments }) => segments.includes(segment));
  return {
    holding: (subject) => forEver(isIn(subject)),
    value: isIn,
    isKnown: always,
    isKnownByCells: true,
    cells: [],
  };
}

/** So many members are in a segment of customers. Changes when members tell; not known before they were counted. */
export function membersInLeaf({ segment, atLeast }: LeafOf<'members in'>): CompiledLeaf {
  const counted = ({ relations: { members } }: RuleSubject): number | null =>
    members !== null && Object.hasOwn(members.inSegments, segment) ? (members.inSegments[segment] ?? null) : null;
  return {
    holding: (subject) => forEver((counted(subject) ?? 0) >= atLeast),
    value: counted,
    isKnown: (subject) => counted(subject) !== null,
    isKnownByCells: false,
    cells: [],
  };
}

import type { Membership, ProfileRecord } from '#contracts/profile-record.ts';
import type { RiskBand } from '#contracts/transition.ts';
import { type BruteSegment, bruteRiskBand, type Moment } from './brute-force-segments.ts';
import type { Facts } from './naive-facts.ts';

/** How a customer stands in segments: since when, and whether something holds it back there. */
export type Stays = ReadonlyMap<string, { readonly sinceMs: number; readonly heldBack: boolean }>;

/** How a customer stands at a moment. */
export type Standing = { readonly stays: Stays; readonly riskBand: RiskBand };

/** What a record says of it. */
export function standingOf({ memberships, riskBand }: Pick<ProfileRecord, 'memberships' | 'riskBand'>): Standing {
  const stayOf = ({ sinceMs, heldBack }: Membership) => ({ sinceMs, heldBack });
  return { stays: new Map(Object.entries(memberships).map(([name, one]) => [name, stayOf(one)])), riskBand };
}

/** Everything that a judgement looks at. */
export type Judging = {
  readonly facts: Facts;
  readonly nowMs: number;
  readonly segments: readonly BruteSegment[];
  /** Segments that are left alone: what they look at is not known of this customer, or newer code has judged them. */
  readonly leftAlone: ReadonlySet<string>;
  readonly told: ReadonlySet<string>;
  /** Whether only history is known of the customer: then no stay goes on that would not begin anew. */
  readonly isHistory: boolean;
};

function stayAfter(segment: BruteSegment, moment: Moment, before: { sinceMs: number } | undefined, isHistory: boolean) {
  const enters = segment.enters(moment);
  const stays = segment.stays?.(moment) ?? enters;
  if (before === undefined) return enters && stays ? { sinceMs: moment.nowMs, heldBack: false } : null;
  const { sinceMs } = before;
  if (isHistory) return enters && stays ? { sinceMs, heldBack: false } : null;
  if (stays) return { sinceMs, heldBack: !enters };
  return moment.nowMs < sinceMs + segment.minimumStayMs ? { sinceMs, heldBack: true } : null;
}

/**
 * What becomes of a customer's stays at a moment: who enters must be about to stay; who is in stays while the rule for staying
 * holds, and until the minimum stay is over.
 */
export function judge({ facts, nowMs, segments, leftAlone, told, isHistory }: Judging, before: Stays): Standing {
  const stays = new Map<string, { sinceMs: number; heldBack: boolean }>();
  const declared = new Set(segments.map((segment) => segment.name));
  for (const [name, stay] of before) if (!declared.has(name)) stays.set(name, stay);
  const riskBand = bruteRiskBand(facts, nowMs);
  const moment: Moment = { facts, nowMs, riskBand, isIn: (name) => stays.has(name), told };
  for (const segment of segments) {
    const { name } = segment;
    const own = before.get(name);
    const after = leftAlone.has(name) ? (own ?? null) : stayAfter(segment, moment, own, isHistory);
    if (after !== null) stays.set(name, after);
  }
  return { stays, riskBand };
}

/** Whether two standings are the same. */
export function isSameStanding(a: Standing, b: Standing): boolean {
  if (a.riskBand !== b.riskBand || a.stays.size !== b.stays.size) return false;
  return [...a.stays].every(([name, { sinceMs, heldBack }]) => {
    const other = b.stays.get(name);
    return other !== undefined && other.sinceMs === sinceMs && other.heldBack === heldBack;
  });
}

/** A standing in words. */
export function shownStanding({ stays, riskBand }: Standing): string {
  const names = [...stays].sort(([a], [b]) => (a < b ? -1 : 1));
  const shown = names.map(
    ([name, { sinceMs, heldBack }]) => `${name} since ${sinceMs}${heldBack ? ' (held back)' : ''}`,
  );
  return `[${shown.join(', ')}] at ${riskBand} risk`;
}

import type { HeldBackBy } from '#contracts/announcement.ts';
import { durationMs } from '#contracts/duration.ts';
import type { SegmentDefinition } from '#contracts/segment-rule.ts';
import { earlier } from '#domain/features/earlier.ts';
import { type Holding, reachMs } from './holding.ts';

/** Whether somebody is in a segment at a moment, and when that could change by itself. */
export type DecidedStay = {
  readonly isIn: boolean;
  /** Why it has not left although the rule to enter holds no longer, or none does; null if nothing holds it back. */
  readonly heldBack: HeldBackBy | null;
  readonly nextChangeMs: number | null;
};

/** What the two rules of a segment say: see `holding.ts`. */
export type RulesHolding = { readonly entry: Holding; readonly stay: Holding };

/**
 * Whether somebody is in a segment, who is in it since `sinceMs` (null: is not). Nobody enters who would not stay, or would leave
 * again at the next look; nobody leaves before the minimum stay is over. What could turn out otherwise by itself, being held
 * back included, is part of the next change.
 */
export function decideStay(
  { minimumStay }: SegmentDefinition,
  { entry, stay }: RulesHolding,
  { sinceMs, nowMs }: { readonly sinceMs: number | null; readonly nowMs: number },
): DecidedStay {
  // Both must hold for whoever is not in.
  const entering = Math.min(entry, stay);
  if (sinceMs === null) return { isIn: entering > 0, heldBack: null, nextChangeMs: reachMs(entering) };
  const nextChangeMs = reachMs(Math.min(Math.abs(entry), Math.abs(stay)));
  if (stay > 0) return { isIn: true, heldBack: entry > 0 ? null : 'threshold', nextChangeMs };
  const mayLeaveMs = minimumStay === null ? sinceMs : sinceMs + durationMs(minimumStay);
  if (nowMs >= mayLeaveMs) return { isIn: false, heldBack: null, nextChangeMs: reachMs(entering) };
  return { isIn: true, heldBack: 'minimum stay', nextChangeMs: earlier(nextChangeMs, mayLeaveMs) };
}

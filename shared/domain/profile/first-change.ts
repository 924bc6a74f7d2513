import { latestTimeMs } from '#contracts/time.ts';
import type { RetentionDefinitions } from '#domain/retention-definitions.ts';
import type { CompiledSegment, RuleSubject } from '#domain/segments/compiled-segment.ts';
import { type DecidedStay, decideStay } from '#domain/segments/decided-stay.ts';
import type { Judged, Verdict } from './judge-profile.ts';
import { memberOf, ruleSubjectAt } from './rule-subject-at.ts';

/** How far to look ahead. */
export type Ahead = {
  /** From here on it does not matter: somebody looks then anyway. */
  readonly untilMs: number | null;
  /** Most times that the rules of a segment may be asked. */
  readonly mostSteps: number;
};

const never = Number.POSITIVE_INFINITY;

function decideAt({ enters, stays, definition }: CompiledSegment, subject: RuleSubject, sinceMs: number | null) {
  const entry = enters.holding(subject);
  const stay = stays === enters ? entry : stays.holding(subject);
  return decideStay(definition, { entry, stay }, { sinceMs, nowMs: subject.nowMs });
}

/**
 * When something will really change by itself, or a time before that: each leaf says when it could turn out otherwise, and that is
 * often a midnight at which a window moves and no segment does. Asking the rules at those moments now is cheaper than being woken
 * at each of them, and writing that nothing has happened. Only the segments that could change before all others are asked, each
 * after those that it refers to, which stay as they are until then. Null if nothing will ever change.
 */
export function firstChangeMs(
  definitions: RetentionDefinitions,
  { subject, state, relations, population }: Judged,
  { memberships, nextBandChangeMs, nextChanges }: Verdict,
  { untilMs, mostSteps }: Ahead,
): number | null {
  const isIn = memberOf(memberships);
  const looks = new Map<number, RuleSubject>();
  const lookAt = (nowMs: number): RuleSubject => {
    const look = looks.get(nowMs) ?? ruleSubjectAt(definitions, { state, relations, population, nowMs }, isIn);
    looks.set(nowMs, look);
    return look;
  };
  let firstMs = Math.min(untilMs ?? never, nextBandChangeMs ?? never);
  let steps = 0;
  for (const [place, segment] of definitions.segmentsOf[subject].entries()) {
    let atMs = nextChanges[place] ?? never;
    if (atMs >= firstMs) continue;
    const { name } = segment.definition;
    const stay = isIn(name) ? (memberships[name] ?? null) : null;
    const isAsNow = (then: DecidedStay) =>
      then.isIn === (stay !== null) && (then.heldBack !== null) === (stay?.heldBack ?? false);
    while (atMs < firstMs) {
      if (steps === mostSteps || atMs > latestTimeMs) break;
      steps += 1;
      const then = decideAt(segment, lookAt(atMs), stay?.sinceMs ?? null);
      if (!isAsNow(then)) break;
      atMs = then.nextChangeMs ?? never;
    }
    firstMs = Math.min(firstMs, atMs);
  }
  return firstMs > latestTimeMs ? null : firstMs;
}

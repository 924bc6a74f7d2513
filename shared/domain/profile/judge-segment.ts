import type { Change } from '#contracts/announcement.ts';
import type { Membership } from '#contracts/profile-record.ts';
import type { CompiledSegment, RuleSubject } from '#domain/segments/compiled-segment.ts';
import { decideStay, type RulesHolding } from '#domain/segments/decided-stay.ts';
import type { LeafOf } from './changed-leaf.ts';
import type { Occasion } from './judge-profile.ts';
import type { JudgedNumbers } from './judged-numbers.ts';

/** What judging one segment takes. */
export type Around = {
  readonly subject: RuleSubject;
  readonly numbers: JudgedNumbers;
  readonly leafOf: LeafOf;
  readonly occasion: Occasion;
};

/** What one segment came to. */
export type JudgedSegment = {
  readonly stay: Membership | null;
  readonly change: Change | null;
  readonly nextChangeMs: number | null;
};

/** What it is to leave a segment that is off: without a word to anybody. Null where there is no stay. */
export function leaveDisabled({ definition }: CompiledSegment, stay: Membership | null): Change | null {
  if (stay === null) return null;
  const { name, version } = definition;
  return { kind: 'exited', segment: name, segmentVersion: version, takenIn: 'silently', leaf: null };
}

/** The stay under the version that it was judged under now; the same object where nothing is different. */
function goingOn(stay: Membership, version: number, heldBack: boolean): Membership {
  return stay.version === version && stay.heldBack === heldBack ? stay : { ...stay, version, heldBack };
}

/** Decides one segment that is on and can be judged, by what its rules say; `stay`: the present one, null where there is none. */
export function judgeSegment(
  segment: CompiledSegment,
  stay: Membership | null,
  rules: RulesHolding,
  { numbers, leafOf, occasion }: Around,
): JudgedSegment {
  const { name, version, takeIn } = segment.definition;
  // What a segment that it refers to was taken in for moves this one too: nothing has happened then either.
  const takenIn = numbers.standing(segment) === 'new' || numbers.isMoved(segment) ? takeIn : null;
  numbers.take(segment);
  const sinceMs = stay === null || occasion.isHistory ? null : stay.sinceMs;
  const { isIn, heldBack, nextChangeMs } = decideStay(segment.definition, rules, { sinceMs, nowMs: occasion.nowMs });
  const about = { segment: name, segmentVersion: version };
  if (takenIn !== null && isIn !== (stay !== null)) numbers.move(name);
  if (!isIn) {
    if (stay === null) return { stay: null, change: null, nextChangeMs };
    return { stay: null, change: { kind: 'exited', ...about, takenIn, leaf: leafOf(segment, true) }, nextChangeMs };
  }
  if (stay === null) {
    const { nowMs, profileVersion } = occasion;
    const begun = { sinceMs: nowMs, version, enteredVersion: profileVersion, heldBack: false };
    return { stay: begun, change: { kind: 'entered', ...about, takenIn, leaf: leafOf(segment, false) }, nextChangeMs };
  }
  const isNewlyHeld = heldBack !== null && !stay.heldBack;
  return {
    stay: goingOn(stay, version, heldBack !== null),
    change: isNewlyHeld ? { kind: 'held back', ...about, by: heldBack } : null,
    nextChangeMs,
  };
}

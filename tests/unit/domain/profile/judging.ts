import { noRelations } from '#contracts/relations.ts';
import type { RetentionLock } from '#contracts/retention-lock.ts';
import type { SegmentDefinition } from '#contracts/segment-rule.ts';
import { type Before, type Judged, judgeProfile, type Verdict } from '#domain/profile/judge-profile.ts';
import type { ProfileState } from '#domain/profile/profile-state.ts';
import { type Declarations, defineRetention, type RetentionDefinitions } from '#domain/retention-definitions.ts';
import { exampleRisk, orders, quietDays, spent } from '../example-definitions.ts';
import { examplePlan, juneMs } from '../example-event.ts';

/** A customer with this state, who knows of nobody else. */
export function judgedOf(state: ProfileState): Judged {
  return { subject: 'customer', state, relations: noRelations, population: null };
}

/** What is known of that customer once a verdict is stored. */
export function afterwards(verdict: Verdict, state: ProfileState, judgedMs: number): Before {
  const { memberships, judged, risk } = verdict;
  return { state, memberships, judged, riskBand: risk.band, judgedMs, relations: noRelations };
}

/** The example's features, with these segments. */
export function defining(
  segments: readonly SegmentDefinition[],
  more: Partial<Declarations> = {},
  lock: RetentionLock | null = null,
): RetentionDefinitions {
  const shared = { plan: examplePlan, features: [quietDays, orders, spent], risk: exampleRisk };
  return defineRetention({ ...shared, segments, playbooks: [], templates: [], ...more }, lock);
}

/** Judges one customer again and again, as its writes would. */
export class JudgedCustomer {
  before: Before | null = null;
  version = 0;

  /** Judges the state at a time; gives what changed of segments, in short, and the verdict. */
  look(
    definitions: RetentionDefinitions,
    state: ProfileState,
    afterMs: number,
    isHistory = false,
  ): { said: string[]; verdict: Verdict } {
    this.version += 1;
    const nowMs = juneMs + afterMs;
    const occasion = { profileVersion: this.version, nowMs, isHistory };
    const verdict = judgeProfile(definitions, judgedOf(state), this.before, occasion);
    this.before = afterwards(verdict, state, nowMs);
    const said = verdict.changes.flatMap((change) => {
      if (change.kind === 'risk') return [];
      const how =
        change.kind === 'held back' ? ` by ${change.by}` : change.takenIn === null ? '' : ` ${change.takenIn}`;
      return [`${change.kind} ${change.segment}${how}`];
    });
    return { said, verdict };
  }
}

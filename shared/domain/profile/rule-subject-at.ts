import type { Population } from '#contracts/population.ts';
import type { Membership } from '#contracts/profile-record.ts';
import type { Relations } from '#contracts/relations.ts';
import type { RiskBand } from '#contracts/transition.ts';
import type { FeatureSubject } from '#domain/features/feature-subject.ts';
import type { Reading } from '#domain/features/reading.ts';
import type { RetentionDefinitions } from '#domain/retention-definitions.ts';
import { type ChurnRisk, nextBandChangeMs, type StarterRiskRule, starterRisk } from '#domain/scoring/starter-risk.ts';
import type { RuleSubject } from '#domain/segments/compiled-segment.ts';
import type { ProfileState } from './profile-state.ts';

/** A subject of rules with the score that it was given. */
export class ScoredSubject implements RuleSubject {
  readonly state: ProfileState;
  readonly relations: Relations;
  readonly population: Population | null;
  readonly nowMs: number;
  readonly risk: ChurnRisk;
  readonly riskBand: RiskBand;
  readonly readings: (Reading | undefined)[];
  readonly isIn: (segment: string) => boolean;
  readonly #rule: StarterRiskRule;
  /** Searched for, which takes a while, once it is asked for. */
  #bandChangeMs: number | null | undefined;

  constructor(
    { risk: rule, features }: RetentionDefinitions,
    { state, relations, population, nowMs }: FeatureSubject,
    isIn: (segment: string) => boolean,
  ) {
    this.state = state;
    this.relations = relations;
    this.population = population;
    this.nowMs = nowMs;
    this.risk = starterRisk(rule, state, nowMs);
    this.riskBand = this.risk.band;
    this.readings = new Array<Reading | undefined>(features.size);
    this.isIn = isIn;
    this.#rule = rule;
  }

  get nextBandChangeMs(): number | null {
    if (this.#bandChangeMs === undefined) this.#bandChangeMs = nextBandChangeMs(this.#rule, this.state, this.nowMs);
    return this.#bandChangeMs;
  }
}

/** Scores a profile at a moment, and makes it what rules are evaluated against. */
export function ruleSubjectAt(
  definitions: RetentionDefinitions,
  subject: FeatureSubject,
  isIn: (segment: string) => boolean,
): ScoredSubject {
  return new ScoredSubject(definitions, subject, isIn);
}

/** Asks what is stored of somebody's stays. */
export function memberOf(memberships: Readonly<Record<string, Membership>>): (segment: string) => boolean {
  return (segment) => Object.hasOwn(memberships, segment);
}

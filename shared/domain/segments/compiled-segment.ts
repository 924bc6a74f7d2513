import type { RuleLeaf, SegmentDefinition } from '#contracts/segment-rule.ts';
import type { RiskBand } from '#contracts/transition.ts';
import type { FeatureSubject } from '#domain/features/feature-subject.ts';
import type { FeatureValue, Reading } from '#domain/features/reading.ts';
import type { Holding } from './holding.ts';

/** What a rule is evaluated against: one customer or account at one time. */
export type RuleSubject = FeatureSubject & {
  readonly riskBand: RiskBand;
  /** When the risk band changes by itself, or a time before that; null if never. */
  readonly nextBandChangeMs: number | null;
  /** What was read already, by the index of the feature, so that each is read once however many leaves ask. */
  readonly readings: (Reading | undefined)[];
  /** Whether it is in another segment, of those that were judged before this one. */
  readonly isIn: (segment: string) => boolean;
};

/** Whether a rule holds, and until when it surely stays so if nothing happens (null: for ever). */
export type RuleResult = { readonly holds: boolean; readonly nextChangeMs: number | null };

/** A leaf at one moment, for the reason of a transition. */
export type LeafOutcome = { readonly leaf: RuleLeaf; readonly holds: boolean; readonly value: FeatureValue };

/** A rule that can be evaluated: features and cells are bound. */
export type CompiledRule = {
  /** The same as `evaluate` in one number: for whoever asks very often. */
  readonly holding: (subject: RuleSubject) => Holding;
  readonly evaluate: (subject: RuleSubject) => RuleResult;
  /** The leaves in the order in which they are written, each as it is at the moment of the subject. */
  readonly outcomes: (subject: RuleSubject) => readonly LeafOutcome[];
  /** Whether everything that the rule reads is known of this customer. */
  readonly isKnown: (subject: RuleSubject) => boolean;
  /** Whether it is known as soon as its cells are complete. */
  readonly isKnownByCells: boolean;
  /** The numbers of the cells that it reads. */
  readonly cells: readonly number[];
};

export type CompiledSegment = {
  readonly definition: SegmentDefinition;
  /** The number of this name and version in the lock. */
  readonly number: number;
  readonly enters: CompiledRule;
  /** The same as `enters` where the definition has no rule of its own for staying. */
  readonly stays: CompiledRule;
  /** The names of the segments of the same subject that its rules refer to; all are judged before it. */
  readonly refersTo: readonly string[];
};

import type { FeatureValue } from '#domain/features/reading.ts';
import type { RuleSubject } from './compiled-segment.ts';
import type { Holding } from './holding.ts';

/** A leaf that can be asked: features and cells are bound. */
export type CompiledLeaf = {
  readonly holding: (subject: RuleSubject) => Holding;
  /** What it looked at, for the reason of a transition. */
  readonly value: (subject: RuleSubject) => FeatureValue;
  readonly isKnown: (subject: RuleSubject) => boolean;
  /** Whether it is known as soon as its cells are complete. */
  readonly isKnownByCells: boolean;
  /** The numbers of the cells that it reads. */
  readonly cells: readonly number[];
};

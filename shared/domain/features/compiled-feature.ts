import type { FeatureDefinition } from './feature-definition.ts';
import type { FeatureSubject } from './feature-subject.ts';
import type { Reading } from './reading.ts';

/** A feature that can be read: its definition with the cells that it reads bound to their numbers. */
export type CompiledFeature = {
  readonly definition: FeatureDefinition;
  /** Its place among all features, for whoever keeps what was read. */
  readonly index: number;
  /** The numbers of the cells that it reads, those of features that it refers to included. */
  readonly cells: readonly number[];
  /**
   * What it says. Where the customer's cells are not complete, its previous version is read; without one the value is null.
   */
  readonly read: (subject: FeatureSubject) => Reading;
  /** Whether the state of a customer is enough to read this feature, or its previous version. */
  readonly isKnown: (subject: FeatureSubject) => boolean;
  /** Whether it is known as soon as its cells are complete: it reads nothing that others tell. */
  readonly isKnownByCells: boolean;
};

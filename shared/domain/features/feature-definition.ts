import type { Subject } from './cell.ts';
import type { FeatureExpression } from './feature-expression.ts';

export type FeatureType = 'number' | 'text' | 'boolean' | 'time';

/** Something to know about each customer or account, declared in `retention/`. */
export type FeatureDefinition<Type extends FeatureType = FeatureType> = {
  readonly name: string;
  readonly type: Type;
  /** Such as `days`, `times`, `money`, `share`. */
  readonly unit: string;
  readonly description: string;
  /** 1 or more; counts up when what it means changes. */
  readonly version: number;
  /** Who answers for it. */
  readonly owner: string;
  readonly subject: Subject;
  readonly of: FeatureExpression;
  /** The version that is read for a customer for whom the state of this one is not complete yet. */
  readonly previous: FeatureDefinition<Type> | null;
};

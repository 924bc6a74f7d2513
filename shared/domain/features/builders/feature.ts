import type { Subject } from '#domain/features/cell.ts';
import { checkDefinition } from '#domain/features/check-definition.ts';
import type { FeatureDefinition, FeatureType } from '#domain/features/feature-definition.ts';
import { checkExpression } from '#domain/features/required-cells.ts';
import { expressionOf, type Operand } from './expression.ts';

/** What may be said of a feature beside how it is computed. */
export type FeatureOptions<Type extends FeatureType> = {
  /** What it is, as a noun phrase that reads well before "is at least 3": `time since the last purchase`. */
  readonly description: string;
  /** Such as `days`, `times`, `money`, `share`; what the expression usually has, unless told otherwise. */
  readonly unit?: string;
  /** 1, unless told otherwise; count it up when what the feature means changes. */
  readonly version?: number;
  /** Who answers for it; `retention`, unless told otherwise. */
  readonly owner?: string;
  /** Whose it is: that of each customer, unless told otherwise. */
  readonly subject?: Subject;
  /**
   * The version before, which is read for a customer for whom what this one needs was not gathered from the archive
   * yet.
   */
  readonly previous?: FeatureDefinition<Type>;
};

/**
 * Declares a feature: something to know about each customer or account. Throws, naming the feature, the value and what
 * to do, if it is malformed, or if it could not be kept exactly true at every moment.
 */
export function feature<Type extends FeatureType>(
  name: string,
  computed: Operand<Type>,
  options: FeatureOptions<Type>,
): FeatureDefinition<Type> {
  const definition: FeatureDefinition<Type> = {
    name,
    type: computed.type,
    unit: options.unit ?? computed.unit,
    description: options.description,
    version: options.version ?? 1,
    owner: options.owner ?? 'retention',
    subject: options.subject ?? 'customer',
    of: expressionOf(computed),
    previous: options.previous ?? null,
  };
  checkDefinition(definition);
  checkExpression(definition);
  return definition;
}

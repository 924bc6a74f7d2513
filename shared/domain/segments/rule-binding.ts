import type { CellSpec, Subject } from '#domain/features/cell.ts';
import type { CompiledFeature } from '#domain/features/compiled-feature.ts';

/** What the names of a rule stand for. */
export type RuleBinding = {
  /** Whom the rule is about. */
  readonly subject: Subject;
  readonly features: ReadonlyMap<string, CompiledFeature>;
  /** The number under which a cell is stored. */
  readonly cellNumber: (subject: Subject, spec: CellSpec) => number;
};

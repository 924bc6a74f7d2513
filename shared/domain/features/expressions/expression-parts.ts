import type { CellKind, Subject } from '#domain/features/cell.ts';
import type { CellOf, SpecOf } from '#domain/features/cells/cell-law.ts';
import type { DaysView } from '#domain/features/days-view.ts';
import type { FeatureType } from '#domain/features/feature-definition.ts';
import type { FeatureExpression } from '#domain/features/feature-expression.ts';
import type { FeatureSubject } from '#domain/features/feature-subject.ts';
import type { WholeKind } from '#domain/features/read-cell.ts';
import type { Reading } from '#domain/features/reading.ts';
import type { ProfileState } from '#domain/profile/profile-state.ts';

/** An expression that can be read. */
export type CompiledExpression = {
  readonly type: FeatureType;
  /** Whether it is a number that can move from one millisecond to the next. */
  readonly moves: boolean;
  readonly read: (subject: FeatureSubject) => Reading;
};

/** Reads one cell off a state; undefined where nothing was selected yet. */
export type CellReader<Kind extends CellKind> = (state: ProfileState) => CellOf<Kind> | undefined;

/** What an expression is compiled out of. */
export type ExpressionParts = {
  readonly subject: Subject;
  /** Says that a cell is needed, and how to read it. */
  readonly cell: <Kind extends WholeKind>(spec: SpecOf<Kind>) => CellReader<Kind>;
  /** The same of sums by day. */
  readonly days: (spec: SpecOf<'days'>) => (state: ProfileState) => DaysView;
  /** Compiles what this expression is made of. */
  readonly part: (expression: FeatureExpression) => CompiledExpression;
  /** Another feature of the same subject. Throws where there is none, or where they refer to each other in a circle. */
  readonly feature: (name: string) => CompiledExpression;
  /** Says that something beside the cells must be known for the feature to be known. */
  readonly needs: (isKnown: (subject: FeatureSubject) => boolean) => void;
  /** The error that refuses this declaration: what is wrong with it, and what to do. */
  readonly problem: (text: string) => Error;
};

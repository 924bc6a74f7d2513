import type { FeatureExpression } from '#domain/features/feature-expression.ts';
import type { FeatureSubject } from '#domain/features/feature-subject.ts';
import { steady } from '#domain/features/reading.ts';
import type { CompiledExpression, ExpressionParts } from './expression-parts.ts';

/** Compiles `members`: unknown until the members were counted. Refuses customers, who have none. */
export function compileMembers(
  { segment, measure }: Extract<FeatureExpression, { kind: 'members' }>,
  parts: ExpressionParts,
): CompiledExpression {
  if (parts.subject !== 'account') {
    throw parts.problem("only accounts have members; declare it with subject: 'account'");
  }
  const countOf = ({ relations: { members } }: FeatureSubject): number | undefined =>
    segment === null ? members?.count : members?.inSegments[segment];
  parts.needs((subject) => countOf(subject) !== undefined);
  return {
    type: 'number',
    moves: false,
    read: (subject) => {
      const count = countOf(subject);
      if (count === undefined) return steady(null);
      if (measure === 'count') return steady(count);
      const all = subject.relations.members?.count ?? 0;
      return steady(all === 0 ? null : count / all);
    },
  };
}

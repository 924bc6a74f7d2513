import type { NumberedSegment } from '#domain/declaring/number-segments.ts';
import type { CellSpec, Subject } from '#domain/features/cell.ts';
import type { CompiledFeature } from '#domain/features/compiled-feature.ts';
import { compileRule } from './compile-rule.ts';
import type { CompiledSegment } from './compiled-segment.ts';
import { refuseSegment } from './refuse-rule.ts';
import { leavesOf } from './rule-leaves.ts';
import { segmentOrder } from './segment-order.ts';

type Binding = {
  readonly features: ReadonlyMap<string, CompiledFeature>;
  readonly cellNumber: (subject: Subject, spec: CellSpec) => number;
};

/** The segments of the same subject that a definition refers to. */
function refersTo({ rule, staysWhile }: NumberedSegment['definition']): string[] {
  const leaves = [...leavesOf(rule), ...(staysWhile === null ? [] : leavesOf(staysWhile))];
  return [...new Set(leaves.flatMap((leaf) => (leaf.op === 'segment' ? [leaf.name] : [])))];
}

function compile({ number, definition }: NumberedSegment, binding: Binding): CompiledSegment {
  const bind = { ...binding, subject: definition.subject };
  const enters = compileRule(definition.rule, bind);
  const stays = definition.staysWhile === null ? enters : compileRule(definition.staysWhile, bind);
  return { definition, number, enters, stays, refersTo: refersTo(definition) };
}

/**
 * Numbered definitions → segments that can be judged, each after those that it refers to. Throws, naming the segment, if one
 * cannot be kept exactly true, refers to what is not declared, or to itself in a circle.
 */
export function compileSegments(numbered: readonly NumberedSegment[], binding: Binding): CompiledSegment[] {
  const segments = numbered.map(({ definition }) => definition);
  for (const definition of segments) refuseSegment(definition, { features: binding.features, segments });
  const order = segmentOrder(segments, binding.features);
  return order.flatMap((definition) =>
    numbered.filter((one) => one.definition === definition).map((one) => compile(one, binding)),
  );
}

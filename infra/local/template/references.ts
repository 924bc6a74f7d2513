import { readAttributeReference, readIntrinsic } from './intrinsic.ts';
import { isRecord } from './record.ts';
import { readSubstitution } from './substitution.ts';

/** The names that a value of a template refers to through Ref, Fn::GetAtt and Fn::Sub, both branches of Fn::If. */
export const referencedNames = (value: unknown): ReadonlySet<string> => {
  const names = new Set<string>();
  collect(value, names);
  return names;
};

const collect = (value: unknown, names: Set<string>): void => {
  if (Array.isArray(value)) {
    for (const element of value) collect(element, names);
    return;
  }
  if (!isRecord(value)) return;
  const call = readIntrinsic(value);
  if (call?.name === 'Ref' && typeof call.argument === 'string') names.add(call.argument);
  if (call?.name === 'Fn::GetAtt') {
    const reference = readAttributeReference(call.argument);
    if (reference !== undefined) names.add(reference.logicalId);
  }
  if (call?.name === 'Fn::Sub') collectSubstitution(call.argument, names);
  for (const member of Object.values(value)) collect(member, names);
};

const collectSubstitution = (argument: unknown, names: Set<string>): void => {
  const substitution = readSubstitution(argument);
  if (substitution === undefined) return;
  const own = isRecord(substitution.variables) ? substitution.variables : {};
  for (const part of substitution.parts) {
    if (part.kind === 'name' && !Object.hasOwn(own, part.name)) names.add(part.name.split('.', 1)[0] ?? '');
  }
};

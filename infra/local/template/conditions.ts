import { isRecord } from './record.ts';
import { resolveValue } from './resolve.ts';
import type { TemplateScope } from './scope.ts';
import { TemplateError } from './template-error.ts';

const deepestNesting = 50;

/**
 * Decides a condition of a template: the name of one, `{ "Condition": name }`, Fn::Equals, Fn::And, Fn::Or, Fn::Not.
 * @throws TemplateError for a name that is not declared, another function, or nesting deeper than 50.
 */
export const resolveConditionFunction = (
  condition: unknown,
  scope: TemplateScope,
  path: string,
  depth = 0,
): boolean => {
  if (depth > deepestNesting) throw new TemplateError(`Cannot decide ${path}: nested deeper than ${deepestNesting}`);
  const [name, argument] = isRecord(condition) ? (Object.entries(condition)[0] ?? []) : [];
  const decide = (inner: unknown): boolean => resolveConditionFunction(inner, scope, path, depth + 1);
  switch (name) {
    case 'Condition':
      return decide(namedCondition(argument, scope, path));
    case 'Fn::Equals': {
      const [left, right] = operands(argument, path).map((operand) => resolveValue(operand, scope, path));
      return String(left) === String(right);
    }
    case 'Fn::And':
      return operands(argument, path).every(decide);
    case 'Fn::Or':
      return operands(argument, path).some(decide);
    case 'Fn::Not':
      return !operands(argument, path).every(decide);
    default:
      throw new TemplateError(`Cannot decide ${path}: not a condition: ${JSON.stringify(condition)}`);
  }
};

const namedCondition = (name: unknown, scope: TemplateScope, path: string): unknown => {
  const declared = typeof name === 'string' ? scope.conditions[name] : undefined;
  if (declared === undefined) throw new TemplateError(`Cannot decide ${path}: no condition is called ${name}`);
  return declared;
};

const operands = (argument: unknown, path: string): readonly unknown[] => {
  if (Array.isArray(argument)) return argument;
  throw new TemplateError(`Cannot decide ${path}: not a list of operands: ${JSON.stringify(argument)}`);
};

import { resolveConditionFunction } from './conditions.ts';
import { readAttributeReference, readIntrinsic } from './intrinsic.ts';
import { isRecord } from './record.ts';
import { noValue, type TemplateScope } from './scope.ts';
import { readSubstitution } from './substitution.ts';
import { TemplateError } from './template-error.ts';

/**
 * Replaces the intrinsic functions inside a value of a template by what they stand for.
 * `path` names the value in errors (`EventQueue.Properties.RedrivePolicy`).
 * @throws TemplateError for a function that is not known, or a name that stands for nothing.
 */
export const resolveValue = (value: unknown, scope: TemplateScope, path: string): unknown => {
  const call = readIntrinsic(value);
  if (call !== undefined) return resolveCall(call.name, call.argument, scope, `${path}.${call.name}`);
  if (Array.isArray(value)) {
    return value.map((element, index) => resolveValue(element, scope, `${path}.${index}`)).filter(isPresent);
  }
  if (!isRecord(value)) return value;
  const members = Object.entries(value).map(([key, member]) => [key, resolveValue(member, scope, `${path}.${key}`)]);
  return Object.fromEntries(members.filter(([, member]) => isPresent(member)));
};

const isPresent = (value: unknown): boolean => value !== noValue;

type Resolver = (argument: unknown, scope: TemplateScope, path: string) => unknown;

const resolveCall = (name: string, argument: unknown, scope: TemplateScope, path: string): unknown => {
  const resolver = resolvers[name];
  if (resolver !== undefined) return resolver(argument, scope, path);
  throw new TemplateError(`Cannot resolve ${path}: the intrinsic function ${name} is not known to the embedded AWS`);
};

const resolveReference: Resolver = (argument, scope, path) => {
  if (argument === 'AWS::NoValue') return noValue;
  const value = typeof argument === 'string' ? scope.reference(argument) : undefined;
  return value ?? fail(path, `nothing is called ${JSON.stringify(argument)}`);
};

const resolveAttribute: Resolver = (argument, scope, path) => {
  const reference = readAttributeReference(argument);
  if (reference === undefined) return fail(path, `not a logical id and an attribute: ${JSON.stringify(argument)}`);
  const attribute = resolveText(reference.attribute, scope, path);
  const value = scope.attribute(reference.logicalId, attribute);
  return value ?? fail(path, `${reference.logicalId} has no attribute ${attribute}`);
};

const resolveSubstitution: Resolver = (argument, scope, path) => {
  const substitution = readSubstitution(argument);
  if (substitution === undefined) return fail(path, `not a text: ${JSON.stringify(argument)}`);
  const variables = resolveValue(substitution.variables, scope, path);
  const own = isRecord(variables) ? variables : {};
  return substitution.parts
    .map((part) => (part.kind === 'text' ? part.text : textOf(substitute(part.name, own, scope, path), path)))
    .join('');
};

const substitute = (
  name: string,
  own: Readonly<Record<string, unknown>>,
  scope: TemplateScope,
  path: string,
): unknown => {
  if (Object.hasOwn(own, name)) return own[name];
  const dot = name.indexOf('.');
  return dot > 0 ? resolveAttribute(name, scope, path) : resolveReference(name, scope, path);
};

const resolveJoin: Resolver = (argument, scope, path) => {
  const [delimiter, list] = pair(argument, path);
  const elements = resolveList(list, scope, path);
  return elements.map((element) => textOf(element, path)).join(resolveText(delimiter, scope, path));
};

const resolveSplit: Resolver = (argument, scope, path) => {
  const [delimiter, text] = pair(argument, path);
  return resolveText(text, scope, path).split(resolveText(delimiter, scope, path));
};

const resolveSelect: Resolver = (argument, scope, path) => {
  const [index, list] = pair(argument, path);
  const elements = resolveList(list, scope, path);
  const position = Number(resolveValue(index, scope, path));
  return elements[position] ?? fail(path, `there is no element ${position} among ${elements.length}`);
};

const resolveImport: Resolver = (argument, scope, path) => {
  const name = resolveText(argument, scope, path);
  return scope.importedValue(name) ?? fail(path, `no stack that was stood up before exports ${name}`);
};

const resolveMapping: Resolver = (argument, scope, path) => {
  const keys = resolveList(argument, scope, path).map((key) => textOf(key, path));
  const [mapping = '', top = '', second = ''] = keys;
  return scope.mappings[mapping]?.[top]?.[second] ?? fail(path, `the mappings have no ${keys.join('.')}`);
};

const resolveBase64: Resolver = (argument, scope, path) =>
  Buffer.from(resolveText(argument, scope, path)).toString('base64');

const resolveIf: Resolver = (argument, scope, path) => {
  if (!Array.isArray(argument) || argument.length !== 3) return fail(path, 'needs a condition and two values');
  const [condition, whenTrue, whenFalse]: unknown[] = argument;
  const chosen = resolveConditionFunction({ Condition: condition }, scope, path) ? whenTrue : whenFalse;
  return resolveValue(chosen, scope, path);
};

const resolvers: Readonly<Record<string, Resolver>> = {
  Ref: resolveReference,
  'Fn::GetAtt': resolveAttribute,
  'Fn::Sub': resolveSubstitution,
  'Fn::Join': resolveJoin,
  'Fn::Split': resolveSplit,
  'Fn::Select': resolveSelect,
  'Fn::ImportValue': resolveImport,
  'Fn::FindInMap': resolveMapping,
  'Fn::Base64': resolveBase64,
  'Fn::If': resolveIf,
};

const resolveText = (value: unknown, scope: TemplateScope, path: string): string =>
  textOf(resolveValue(value, scope, path), path);

const resolveList = (value: unknown, scope: TemplateScope, path: string): readonly unknown[] => {
  const resolved = resolveValue(value, scope, path);
  return Array.isArray(resolved) ? resolved : fail(path, `not a list: ${JSON.stringify(resolved)}`);
};

const textOf = (value: unknown, path: string): string => {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return fail(path, `not a text: ${JSON.stringify(value)}`);
};

const pair = (argument: unknown, path: string): readonly [unknown, unknown] => {
  if (!Array.isArray(argument) || argument.length !== 2) return fail(path, 'needs two values');
  const [first, second]: unknown[] = argument;
  return [first, second];
};

const fail = (path: string, reason: string): never => {
  throw new TemplateError(`Cannot resolve ${path}: ${reason}`);
};

import type { Assembly, AssemblyStack } from './assembly.ts';
import type { LocalAccount } from './local-account.ts';
import { localAddresses } from './local-addresses.ts';
import { knownResourceTypes } from './resources/known-resource-types.ts';
import { type CreatedResource, resourceError } from './resources/resource-type.ts';
import { resolveConditionFunction } from './template/conditions.ts';
import { dependencyOrder } from './template/dependency-order.ts';
import { referencedNames } from './template/references.ts';
import { resolveValue } from './template/resolve.ts';
import type { TemplateScope } from './template/scope.ts';
import { TemplateError } from './template/template-error.ts';
import type { Template, TemplateResource } from './template/template-schema.ts';

/** The parameters that CDK's bootstrap check declares; nothing of the stack refers to them. */
const ignoredParameters = new Set(['BootstrapVersion']);

/**
 * Creates every resource of an assembly, stack by stack, each after those that it refers to.
 * @returns the outputs of all stacks, by their keys.
 * @throws ResourceError or TemplateError that names the resource, and the property or the path.
 */
export const standUp = async (assembly: Assembly, account: LocalAccount): Promise<Readonly<Record<string, string>>> => {
  const outputs: Record<string, string> = {};
  const exported = new Map<string, unknown>();
  for (const stack of assembly.stacks) {
    const created = new Map<string, CreatedResource>();
    const scope = scopeOf(stack, created, exported, account);
    await createResources(stack, scope, created, account);
    collectOutputs(stack, scope, exported, outputs, account);
  }
  return outputs;
};

const scopeOf = (
  { name, template }: AssemblyStack,
  created: ReadonlyMap<string, CreatedResource>,
  exported: ReadonlyMap<string, unknown>,
  { accountId, region }: LocalAccount,
): TemplateScope => {
  const pseudoParameters: Readonly<Record<string, unknown>> = {
    'AWS::AccountId': accountId,
    'AWS::Region': region,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': name,
    'AWS::StackId': `arn:aws:cloudformation:${region}:${accountId}:stack/${name}/local`,
    'AWS::NotificationARNs': [],
  };
  const parameter = (parameterName: string): unknown => {
    const declared = template.Parameters[parameterName];
    if (declared?.Type.startsWith('AWS::SSM::')) {
      throw new TemplateError(`Cannot resolve the parameter ${parameterName} of ${name}: there is no Parameter Store`);
    }
    return declared?.Default;
  };
  return {
    reference: (target) => created.get(target)?.reference ?? pseudoParameters[target] ?? parameter(target),
    attribute: (logicalId, attribute) => created.get(logicalId)?.attributes[attribute],
    importedValue: (exportName) => exported.get(exportName),
    mappings: template.Mappings,
    conditions: template.Conditions,
  };
};

const createResources = async (
  { name: stackName, template }: AssemblyStack,
  scope: TemplateScope,
  created: Map<string, CreatedResource>,
  account: LocalAccount,
): Promise<void> => {
  requireParameterValues(stackName, template);
  for (const logicalId of creationOrder(template, stackName)) {
    const declared = template.Resources[logicalId];
    if (declared === undefined || !isWanted(declared.Condition, scope, logicalId)) continue;
    const resource = { logicalId, stackName, type: declared.Type, properties: {} };
    const type = knownResourceTypes.get(declared.Type);
    if (type === undefined) {
      throw resourceError(resource, `resource type ${declared.Type} is not known to the embedded AWS`);
    }
    const properties: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(declared.Properties)) {
      const resolved = resolveValue(value, scope, `${logicalId}.${name}`);
      if (typeof resolved !== 'symbol') properties[name] = localAddresses(resolved, account);
    }
    created.set(logicalId, await type.create({ ...resource, properties }, account));
  }
};

const creationOrder = (template: Template, stackName: string): readonly string[] => {
  const dependenciesOf = ({ Properties, DependsOn }: TemplateResource): ReadonlySet<string> =>
    new Set([...referencedNames(Properties), ...DependsOn]);
  const dependencies = new Map(
    Object.entries(template.Resources).map(([id, declared]) => [id, dependenciesOf(declared)]),
  );
  return dependencyOrder(dependencies, `resources of ${stackName}`);
};

const requireParameterValues = (stackName: string, template: Template): void => {
  for (const [name, { Default }] of Object.entries(template.Parameters)) {
    if (Default === undefined && !ignoredParameters.has(name)) {
      throw new TemplateError(`Cannot stand up ${stackName}: its parameter ${name} has no default`);
    }
  }
};

const isWanted = (condition: string | undefined, scope: TemplateScope, path: string): boolean =>
  condition === undefined || resolveConditionFunction({ Condition: condition }, scope, `${path}.Condition`);

const collectOutputs = (
  { name: stackName, template }: AssemblyStack,
  scope: TemplateScope,
  exported: Map<string, unknown>,
  outputs: Record<string, string>,
  account: LocalAccount,
): void => {
  for (const [key, output] of Object.entries(template.Outputs)) {
    const path = `${stackName}.Outputs.${key}`;
    if (!isWanted(output.Condition, scope, path)) continue;
    const value = localAddresses(resolveValue(output.Value, scope, path), account);
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    if (Object.hasOwn(outputs, key) && outputs[key] !== text) {
      throw new TemplateError(
        `Cannot collect the outputs: two stacks have an output ${key}, ${outputs[key]} and ${text}`,
      );
    }
    outputs[key] = text;
    if (output.Export !== undefined) exported.set(String(resolveValue(output.Export.Name, scope, path)), value);
  }
};

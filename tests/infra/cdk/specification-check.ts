import type { loadAwsServiceSpec } from '@aws-cdk/aws-service-spec';
import * as z from 'zod';

export type SpecDatabase = Awaited<ReturnType<typeof loadAwsServiceSpec>>;
type Properties = NonNullable<ReturnType<typeof findResource>>['properties'];
type PropertyType = Properties[string]['type'];

const objectSchema = z.record(z.string(), z.unknown());

/**
 * Compares the property names of a resource, nested ones too, with AWS's resource specification.
 *
 * @returns one line for each unknown resource type, unknown property and missing required property; empty when all is well.
 */
export function checkAgainstSpecification(database: SpecDatabase, type: string, properties: unknown): string[] {
  const resource = findResource(database, type);
  if (resource === undefined) return [`${type}: no such resource type`];
  return checkObject(database, resource.properties, properties, type);
}

function findResource(database: SpecDatabase, type: string) {
  return database.lookup('resource', 'cloudFormationType', 'equals', type)[0];
}

function checkObject(database: SpecDatabase, known: Properties, value: unknown, path: string): string[] {
  if (isIntrinsic(value)) return [];
  const parsed = objectSchema.safeParse(value);
  if (!parsed.success || Array.isArray(value)) return [`${path}: must be an object`];
  const missing = Object.entries(known)
    .filter(([name, property]) => property.required === true && !(name in parsed.data))
    .map(([name]) => `${path}.${name}: is required`);
  const nested = Object.entries(parsed.data).flatMap(([name, child]) => {
    const property = known[name];
    if (property === undefined) return [`${path}.${name}: no such property`];
    return checkValue(database, property.type, child, `${path}.${name}`);
  });
  return [...missing, ...nested];
}

function checkValue(database: SpecDatabase, type: PropertyType, value: unknown, path: string): string[] {
  if (isIntrinsic(value)) return [];
  switch (type.type) {
    case 'ref':
      return checkObject(database, database.get('typeDefinition', type.reference.$ref).properties, value, path);
    case 'array':
      if (!Array.isArray(value)) return [`${path}: must be a list`];
      return value.flatMap((child, index) => checkValue(database, type.element, child, `${path}[${index}]`));
    case 'map': {
      const entries = Object.entries(objectSchema.parse(value));
      return entries.flatMap(([name, child]) => checkValue(database, type.element, child, `${path}.${name}`));
    }
    case 'union': {
      const attempts = type.types.map((one) => checkValue(database, one, value, path));
      return attempts.find((problems) => problems.length === 0) ?? attempts[0] ?? [];
    }
    case 'string':
    case 'number':
    case 'integer':
    case 'boolean':
    case 'date-time':
      return typeof value === 'object' ? [`${path}: must be a ${type.type}`] : [];
    case 'json':
    case 'tag':
    case 'null':
      return [];
  }
}

function isIntrinsic(value: unknown): boolean {
  const parsed = objectSchema.safeParse(value);
  if (!parsed.success) return false;
  const [name, ...others] = Object.keys(parsed.data);
  return others.length === 0 && name !== undefined && (name === 'Ref' || name.startsWith('Fn::'));
}

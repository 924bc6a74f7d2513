import * as z from 'zod';
import type { LocalAccount } from '../local-account.ts';

/** A resource of a template, its properties resolved. */
export type DeclaredResource = {
  readonly logicalId: string;
  readonly stackName: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
};

/** What `Ref` and `Fn::GetAtt` give for a resource that was stood up. */
export type CreatedResource = { readonly reference: string; readonly attributes: Readonly<Record<string, string>> };

/** A resource type of CloudFormation that the embedded AWS knows. */
export type ResourceType = {
  readonly type: string;
  /** Every top-level property that is known, honoured or without local effect. */
  readonly propertyNames: readonly string[];
  readonly create: (resource: DeclaredResource, account: LocalAccount) => Promise<CreatedResource>;
};

/** What a resource without local effect is still known by. */
export type Identify = (resource: DeclaredResource, account: LocalAccount) => CreatedResource;

/** A resource that cannot be stood up. The message names it, its type, and what is wrong. */
export class ResourceError extends Error {
  override readonly name = 'ResourceError';
}

/** The error for a resource: `Cannot stand up EventQueue (AWS::SQS::Queue): …`. */
export const resourceError = ({ logicalId, type }: DeclaredResource, reason: string, cause?: unknown): ResourceError =>
  new ResourceError(`Cannot stand up ${logicalId} (${type}): ${reason}`, { cause });

/** Gives any error the form of a ResourceError. */
export const asResourceError = (error: unknown, resource: DeclaredResource): ResourceError =>
  error instanceof ResourceError
    ? error
    : resourceError(resource, error instanceof Error ? error.message : String(error), error);

/**
 * Declares a resource type. `honoured` has the schema of each property that does something here; `withoutLocalEffect`
 * names the properties that are accepted and do nothing here, each with the reason. Every other property is an error.
 */
export const defineResourceType = <Shape extends z.ZodRawShape>(definition: {
  readonly type: string;
  readonly honoured: Shape;
  readonly withoutLocalEffect: Readonly<Record<string, string>>;
  readonly create: (
    properties: z.output<z.ZodObject<Shape>>,
    resource: DeclaredResource,
    account: LocalAccount,
  ) => Promise<CreatedResource> | CreatedResource;
}): ResourceType => {
  const schema = z.object(definition.honoured);
  const propertyNames = [...Object.keys(definition.honoured), ...Object.keys(definition.withoutLocalEffect)];
  return {
    type: definition.type,
    propertyNames,
    create: async (resource, account) => {
      requireKnown(resource, propertyNames);
      const parsed = schema.safeParse(resource.properties);
      if (!parsed.success) throw resourceError(resource, describeIssue(parsed.error.issues[0]));
      try {
        return await definition.create(parsed.data, resource, account);
      } catch (error) {
        throw asResourceError(error, resource);
      }
    },
  };
};

/** Declares a resource type that is accepted and does nothing here; `reason` says why that is right. */
export const defineInertResourceType = (definition: {
  readonly type: string;
  readonly reason: string;
  readonly propertyNames: readonly string[];
  readonly identify: Identify;
}): ResourceType => ({
  type: definition.type,
  propertyNames: definition.propertyNames,
  create: async (resource, account) => {
    requireKnown(resource, definition.propertyNames);
    return definition.identify(resource, account);
  },
});

/** Refuses properties that are not known. @throws ResourceError that names the first. */
export const requireKnown = (resource: DeclaredResource, propertyNames: readonly string[]): void => {
  const unknown = Object.keys(resource.properties).find((name) => !propertyNames.includes(name));
  if (unknown !== undefined) throw resourceError(resource, unknownProperty(unknown));
};

const unknownProperty = (path: string): string => `property ${path} is not known to the embedded AWS`;

const describeIssue = (issue: z.core.$ZodIssue | undefined): string => {
  if (issue === undefined) return 'its properties are not valid';
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') return unknownProperty([...path, issue.keys[0] ?? ''].join('.'));
  return `property ${path.join('.')}: ${issue.message}`;
};

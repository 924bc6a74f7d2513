import type { Json, JsonObject } from '#contracts/json.ts';
import type { PropertyType, Wrong } from './property-type.ts';

/**
 * What happens when a property is missing or of a wrong type. `block`: the event is set aside, with the reason. `omit
 * property`: the event is taken without the property. `allow and report`: it is taken as it came.
 */
export const policies = ['block', 'omit property', 'allow and report'] as const;
export type Policy = (typeof policies)[number];

/** What a property of an event holds. */
export type PropertyDeclaration = {
  readonly type: PropertyType;
  readonly isRequired: boolean;
  readonly description: string;
  /** Null: what the event says for all its properties. */
  readonly whenWrong: Policy | null;
};

export type PropertyOptions = { readonly description?: string; readonly whenWrong?: Policy };

/** A property that must be there, and not null. */
export function required(type: PropertyType, options: PropertyOptions = {}): PropertyDeclaration {
  return { type, isRequired: true, description: options.description ?? '', whenWrong: options.whenWrong ?? null };
}

/** A property that may be left out, or be null. */
export function optional(type: PropertyType, options: PropertyOptions = {}): PropertyDeclaration {
  return { type, isRequired: false, description: options.description ?? '', whenWrong: options.whenWrong ?? null };
}

/** The check of a declared property, of the value that came, or came not. Made once, when it is declared. */
export function checkOf({ type, isRequired }: PropertyDeclaration): (value: Json | undefined) => boolean {
  const { accepts } = type;
  if (isRequired) return (value) => value !== undefined && value !== null && accepts(value);
  return (value) => value === undefined || value === null || accepts(value);
}

/** What is wrong with a property that does not hold. */
export function wrongOf({ type }: PropertyDeclaration, name: string, value: Json | undefined): Wrong {
  if (value === undefined || value === null) return { at: name, place: name, must: type.must, value };
  const inside = type.explain(value);
  return { ...inside, at: name + inside.at, place: name + inside.place };
}

/** The JSON Schema of properties (draft 2020-12). Properties that are not declared may be there. */
export function propertiesSchema(properties: Readonly<Record<string, PropertyDeclaration>>): JsonObject {
  const needed = Object.keys(properties).filter((name) => properties[name]?.isRequired);
  const schemas: JsonObject = {};
  for (const [name, { type, isRequired, description }] of Object.entries(properties)) {
    const schema = isRequired ? type.schema : { anyOf: [type.schema, { type: 'null' }] };
    schemas[name] = description === '' ? schema : { description, ...schema };
  }
  return { type: 'object', properties: schemas, ...(needed.length === 0 ? {} : { required: needed }) };
}

const inherited = new Set(Object.getOwnPropertyNames(Object.prototype));

/** Why a property cannot be declared under a name; null if it can. */
export function nameProblem(name: string): string | null {
  if (name.length === 0 || name.length > 200) return `a property name has 1 to 200 characters, got ${name.length}`;
  return inherited.has(name)
    ? `a property may not be called "${name}", for every object has a member of that name`
    : null;
}

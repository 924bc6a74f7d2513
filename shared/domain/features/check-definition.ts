import type { FeatureDefinition } from './feature-definition.ts';

const nameShape = /^[A-Za-z][A-Za-z0-9_-]{0,59}$/;

/** The error that refuses a feature: what is wrong with it, and what to do. */
export function featureProblem(name: string, text: string): Error {
  return new Error(`Cannot declare the feature "${name}": ${text}`);
}

function previousProblem({ name, type, version, subject, previous }: FeatureDefinition): string | null {
  if (previous === null) return null;
  if (previous.name !== name) return `its previous version is called "${previous.name}"; give both the same name`;
  if (previous.version >= version) {
    return `its previous version is ${previous.version}, and it is ${version} itself; count the version up`;
  }
  if (previous.type !== type) return `its previous version is a ${previous.type}, and it is a ${type} itself`;
  if (previous.subject !== subject)
    return `its previous version is a feature of ${previous.subject}s, not of ${subject}s`;
  return null;
}

/**
 * Throws, naming the feature, if what is said about it is malformed. How it is computed is checked where it is
 * compiled.
 */
export function checkDefinition(definition: FeatureDefinition): void {
  const { name, version, description, owner } = definition;
  if (!nameShape.test(name)) {
    throw featureProblem(name, 'a name is 1 to 60 letters, digits, "_" and "-", and begins with a letter');
  }
  if (!Number.isInteger(version) || version < 1) {
    throw featureProblem(name, `the version must be 1, 2, 3, …, got ${version}`);
  }
  if (description === '') throw featureProblem(name, 'the description is empty; say what it is');
  if (owner === '') throw featureProblem(name, 'nobody is named as its owner; leave "owner" out or fill it in');
  const problem = previousProblem(definition);
  if (problem !== null) throw featureProblem(name, problem);
}

import type { FeatureDefinition } from '#domain/features/feature-definition.ts';

/**
 * By what customers are told apart, and what the groups are called. In the first survey the names go from the group
 * with the highest value of the first feature to the one with the lowest; later each keeps the name of the group that
 * it was nearest to.
 */
export type ClusterDeclaration = {
  /** Names of number features of customers, at most 20. Who lacks a value of one is in no group. */
  readonly features: readonly string[];
  /** 2 to 50 names, one for each group. */
  readonly names: readonly string[];
};

const mostFeatures = 20;
const mostNames = 50;

/** What is wrong with a declaration; null if nothing is. */
function problemOf(
  { features, names }: ClusterDeclaration,
  declared: ReadonlyMap<string, { readonly definition: FeatureDefinition }>,
): string | null {
  if (features.length < 1 || features.length > mostFeatures) return `name 1 to ${mostFeatures} features`;
  if (names.length < 2 || names.length > mostNames) return `give 2 to ${mostNames} names`;
  if (new Set(features).size < features.length) return 'a feature is named twice';
  if (new Set(names).size < names.length) return 'a name is given twice';
  if (names.some((name) => name.length < 1 || name.length > 60)) return 'a name must have 1 to 60 characters';
  const unfit = features.find((name) => {
    const definition = declared.get(name)?.definition;
    return definition?.type !== 'number' || definition.subject !== 'customer';
  });
  return unfit === undefined ? null : `"${unfit}" is not among the declared features of customers that are numbers`;
}

/** Throws, saying what is wrong, where customers cannot be told apart by what is declared. */
export function refuseClusters(
  clusters: ClusterDeclaration,
  declared: ReadonlyMap<string, { readonly definition: FeatureDefinition }>,
): void {
  const problem = problemOf(clusters, declared);
  if (problem !== null) throw new Error(`Cannot declare the clusters: ${problem}`);
}

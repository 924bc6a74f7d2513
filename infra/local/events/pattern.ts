import { isJsonObject } from './json-object.ts';
import { type Alternative, expandAlternatives } from './pattern-alternatives.ts';
import { type PatternPath, patternError } from './pattern-error.ts';
import { isScalar, type Leaf, type Scalar } from './pattern-leaf.ts';

export type EventPredicate = (event: unknown) => boolean;

/**
 * Compiles an event pattern of EventBridge once, to be matched many times. It knows no envelope: it serves rules on a
 * bus and the filters of Lambda's event sources alike. A string is read as JSON, as filter criteria carry it.
 *
 * Semantics as in AWS's open-source matcher (aws/event-ruler): conditions look at leaves; an array of the event
 * matches through any of its elements; conditions on several fields of an array's objects must be met by one and the
 * same object; `exists: false` asks that the path is nowhere in the event.
 * @throws EventPatternError (`Cannot compile event pattern: …`) with the path and the value that is wrong.
 */
export function compilePattern(pattern: unknown): EventPredicate {
  const parsed = typeof pattern === 'string' ? parsePattern(pattern) : pattern;
  if (!isJsonObject(parsed)) throw patternError([], 'a pattern must be an object', parsed);
  const trees = expandAlternatives([], parsed).map(buildTree);
  const [onlyTree] = trees;
  if (trees.length === 1 && onlyTree !== undefined) return (event) => matchesTree(onlyTree, event, event);
  return (event) => trees.some((tree) => matchesTree(tree, event, event));
}

type Tree = { readonly leaves: readonly NamedLeaf[]; readonly branches: readonly NamedTree[] };
type NamedLeaf = { readonly name: string; readonly leaf: Leaf };
type NamedTree = { readonly name: string; readonly tree: Tree };

function parsePattern(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw patternError([], 'a pattern must be valid JSON', text);
  }
}

function buildTree(alternative: Alternative): Tree {
  return subtree(alternative, 0);
}

function subtree(leaves: readonly Leaf[], depth: number): Tree {
  const named = leaves.map((leaf) => ({ name: leaf.path[depth] ?? '', leaf }));
  const deeper = named.filter(({ leaf }) => leaf.path.length > depth + 1);
  const branches = [...Map.groupBy(deeper, ({ name }) => name)].map(([name, members]) => ({
    name,
    tree: subtree(
      members.map(({ leaf }) => leaf),
      depth + 1,
    ),
  }));
  return { leaves: named.filter(({ leaf }) => leaf.path.length === depth + 1), branches };
}

function matchesTree(tree: Tree, value: unknown, event: unknown): boolean {
  if (Array.isArray(value) && value.length > 0) return value.some((element) => matchesTree(tree, element, event));
  const fields = isJsonObject(value) ? value : undefined;
  for (const { name, leaf } of tree.leaves) {
    if (!matchesLeaf(leaf, ownField(fields, name), event)) return false;
  }
  for (const { name, tree: branch } of tree.branches) {
    if (!matchesTree(branch, ownField(fields, name), event)) return false;
  }
  return true;
}

const ownField = (fields: Readonly<Record<string, unknown>> | undefined, name: string): unknown =>
  fields !== undefined && Object.hasOwn(fields, name) ? fields[name] : undefined;

function matchesLeaf(leaf: Leaf, value: unknown, event: unknown): boolean {
  if (matchesValue(leaf, value)) return true;
  return leaf.allowsAbsence && !hasLeaf(event, leaf.path, 0);
}

function matchesValue(leaf: Leaf, value: unknown): boolean {
  if (isScalar(value)) return matchesScalar(leaf, value);
  return Array.isArray(value) && value.some((element) => matchesValue(leaf, element));
}

const matchesScalar = (leaf: Leaf, value: Scalar): boolean =>
  leaf.exact.has(value) || leaf.tests.some((test) => test(value));

function hasLeaf(value: unknown, path: PatternPath, depth: number): boolean {
  if (Array.isArray(value)) return value.some((element) => hasLeaf(element, path, depth));
  const name = path[depth];
  if (name === undefined) return isScalar(value);
  return isJsonObject(value) && Object.hasOwn(value, name) && hasLeaf(value[name], path, depth + 1);
}

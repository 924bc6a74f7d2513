import { isJsonObject, type Json } from '#contracts/json.ts';

/** A step into an object, by its name, or into a list, by its position. */
export type PathStep = string | number;

const stepPattern = /\.([\p{L}\p{N}_-]+)|\['([^'\\]+)'\]|\[(\d{1,9})\]/uy;

/**
 * Reads a path such as `$.detail.items[0].sku` or `$.detail['customer id']`.
 *
 * @throws Error that names the path.
 */
export function parseJsonPath(path: string): PathStep[] {
  const refuse = () => new Error(`Cannot read the path ${path}: use $, .name, ['any name'] and [0], as in $.detail.id`);
  if (!path.startsWith('$')) throw refuse();
  const steps: PathStep[] = [];
  let position = 1;
  while (position < path.length) {
    stepPattern.lastIndex = position;
    const match = stepPattern.exec(path);
    if (match === null) throw refuse();
    const [text, name, quoted, index] = match;
    steps.push(index === undefined ? (name ?? quoted ?? '') : Number(index));
    position += text.length;
  }
  return steps;
}

/** What a path leads to; undefined where it leads nowhere. Only what a value itself holds is found. */
export function valueAtPath(value: Json, steps: readonly PathStep[]): Json | undefined {
  let inside: Json | undefined = value;
  for (const step of steps) {
    if (typeof step === 'number') inside = Array.isArray(inside) ? inside[step] : undefined;
    else inside = isJsonObject(inside) && Object.hasOwn(inside, step) ? inside[step] : undefined;
  }
  return inside;
}

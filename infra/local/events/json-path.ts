import { isJsonObject } from './json-object.ts';

type Step =
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'all' };

const stepPattern = /\.\*|\[\*\]|\[(\d+)\]|\.([A-Za-z0-9_/-]+)/y;

/**
 * Compiles the part of JSONPath that EventBridge knows: `$`, `.field`, `[0]` and the wildcards `.*` and `[*]`.
 * Gives undefined where the path leads nowhere; with a wildcard, the array of all that it finds.
 * @throws Error that names the path.
 */
export function compileJsonPath(path: string): (value: unknown) => unknown {
  const steps = parseSteps(path);
  const findsMany = steps.some(({ kind }) => kind === 'all');
  return (value) => {
    const found = steps.reduce<unknown[]>((values, step) => values.flatMap((each) => take(step, each)), [value]);
    if (findsMany) return found.length === 0 ? undefined : found;
    return found[0];
  };
}

function parseSteps(path: string): Step[] {
  const refuse = (): Error => new Error(`Cannot read JSON path: use $, .field, [0], .* and [*], got ${path}`);
  if (!path.startsWith('$')) throw refuse();
  const steps: Step[] = [];
  let position = 1;
  while (position < path.length) {
    stepPattern.lastIndex = position;
    const match = stepPattern.exec(path);
    if (match === null) throw refuse();
    const [text, index, name] = match;
    if (name !== undefined) steps.push({ kind: 'field', name });
    else if (index !== undefined) steps.push({ kind: 'index', index: Number(index) });
    else steps.push({ kind: 'all' });
    position += text.length;
  }
  return steps;
}

function take(step: Step, value: unknown): unknown[] {
  switch (step.kind) {
    case 'field':
      return isJsonObject(value) && Object.hasOwn(value, step.name) ? [value[step.name]] : [];
    case 'index':
      return Array.isArray(value) && step.index < value.length ? [value[step.index]] : [];
    case 'all':
      if (Array.isArray(value)) return value;
      return isJsonObject(value) ? Object.values(value) : [];
  }
}

import { TemplateError } from './template-error.ts';

/**
 * Puts names so that each comes after those that it depends on; otherwise the given order stays.
 * Names that are not among the keys are ignored. Throws a TemplateError that shows the circle when there is one.
 * Depth-first search (Tarjan 1976), with an explicit trail so that the error can show it.
 */
export const dependencyOrder = (
  dependencies: ReadonlyMap<string, ReadonlySet<string>>,
  what: string,
): readonly string[] => {
  const ordered = new Set<string>();
  const trail: string[] = [];
  const visit = (name: string): void => {
    if (ordered.has(name)) return;
    const start = trail.indexOf(name);
    if (start >= 0) {
      const circle = [...trail.slice(start), name].join(' → ');
      throw new TemplateError(`Cannot order the ${what}: they depend on each other in a circle: ${circle}`);
    }
    trail.push(name);
    for (const dependency of dependencies.get(name) ?? []) {
      if (dependencies.has(dependency)) visit(dependency);
    }
    trail.pop();
    ordered.add(name);
  };
  for (const name of dependencies.keys()) visit(name);
  return [...ordered];
};

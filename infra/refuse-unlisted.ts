import type { RetentionDefinitions } from '#domain/retention-definitions.ts';

function named(what: string, names: readonly string[]): string[] {
  return names.length === 0 ? [] : [`${what} ${names.join(', ')}`];
}

/**
 * Throws if something is declared that the lock does not list: its number is provisional, and could come to mean something else
 * once profiles are stored under it.
 */
export function refuseUnlisted({ unlisted }: Pick<RetentionDefinitions, 'unlisted'>): void {
  const missing = [
    ...named(
      'features',
      unlisted.features.map(({ name, version }) => `${name} (version ${version})`),
    ),
    ...named(
      'segments',
      unlisted.segments.map(({ definition: { name, version } }) => `${name} (version ${version})`),
    ),
    ...named(
      'state',
      unlisted.cells.map(({ subject, spec }) => `${spec.kind} of a ${subject}`),
    ),
  ];
  if (missing.length === 0) return;
  throw new Error(
    `Cannot deploy what retention/retention.lock.json does not list: ${missing.join('; ')}. ` +
      'Run `npm run -s holdfast -- features plan --write`, and commit the file with the declarations',
  );
}

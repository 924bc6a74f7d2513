import type { Random } from '#infra/local/demo/random.ts';

/** A copy of the list in an order drawn by Fisher and Yates. */
export function shuffled<T>(random: Random, list: readonly T[]): T[] {
  const rest = [...list];
  const drawn: T[] = [];
  while (rest.length > 0) drawn.push(...rest.splice(random.below(rest.length), 1));
  return drawn;
}

import type { Spoiler } from './spoiler.ts';

/** A planted bug. */
export type Mutant = {
  readonly name: string;
  /** What it does wrong, as a sentence. */
  readonly what: string;
  readonly spoil: Spoiler;
};

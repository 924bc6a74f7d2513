import type { RetentionDefinitions } from '#domain/retention-definitions.ts';
import type { Finding } from './finding.ts';

/** Under what a check is made. */
export type AuditSettings = {
  /** The moment under which the data is judged, in milliseconds. */
  readonly asOfMs: number;
  readonly definitions: RetentionDefinitions;
};

/** A check that has begun: it takes what it looks at one after the other, in bounded memory, and then says what it found. */
export type Fold<Input> = { readonly take: (input: Input) => void; readonly finding: () => Finding };

/** Begins a check. */
export type StartCheck<Input> = (settings: AuditSettings) => Fold<Input>;

/** Collects the first few of many examples. */
export class Examples {
  readonly texts: string[] = [];
  readonly #most: number;

  constructor(most = 5) {
    this.#most = most;
  }

  /** The text is made only if there is room for it. */
  add(text: () => string): void {
    if (this.texts.length < this.#most) this.texts.push(text());
  }
}

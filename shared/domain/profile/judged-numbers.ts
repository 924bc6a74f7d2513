import type { RetentionDefinitions } from '#domain/retention-definitions.ts';
import type { CompiledSegment } from '#domain/segments/compiled-segment.ts';
import {
  hasNumber,
  highestNumber,
  type NumberSet,
  noNumbers,
  numberSetOf,
  numbersIn,
} from '#domain/segments/number-set.ts';

/** How somebody stands to a definition: known to it (or judged for the very first time), new to it, or judged by newer code. */
export type Standing = 'known' | 'new' | 'judged by newer code';

/**
 * Under which definitions a profile was judged, and is from now on. While two versions of the code run side by side, the older
 * one leaves alone what it would take in anew: the newer one has judged that under a definition that the older does not know.
 */
export class JudgedNumbers {
  readonly #definitions: RetentionDefinitions;
  readonly #before: NumberSet;
  readonly #isFirst: boolean;
  readonly #isByNewerCode: boolean;
  readonly #added: number[] = [];
  readonly #removed: number[] = [];
  /** Segments whose definition, and nothing else, has just changed who is in them; null while there are none. */
  #moved: Set<string> | null = null;

  /** `before`: what is stored, null where an older layout did not say; `never`: it is judged for the first time. */
  constructor(definitions: RetentionDefinitions, before: NumberSet | null | 'never') {
    this.#definitions = definitions;
    this.#isFirst = before === 'never';
    this.#before = before === 'never' ? noNumbers : (before ?? definitions.judgedBefore);
    this.#isByNewerCode = highestNumber(this.#before) > definitions.highestSegmentNumber;
    for (const name of definitions.retiredSegments) this.#removeAll(name);
  }

  standing({ number }: CompiledSegment): Standing {
    if (this.#isFirst || hasNumber(this.#before, number)) return 'known';
    return this.#isByNewerCode ? 'judged by newer code' : 'new';
  }

  /** Whether it was judged under this very definition before, so that there is nothing to take in or to write down. */
  knows({ number }: CompiledSegment): boolean {
    return hasNumber(this.#before, number);
  }

  /** From now on it is judged under this version of a segment, and under no other. */
  take({ number, definition }: CompiledSegment): void {
    if (hasNumber(this.#before, number)) return;
    this.#removeAll(definition.name);
    this.#added.push(number);
  }

  /** It is not judged under any version of a segment that is off. `wasIn`: whether that ends a stay. */
  drop({ definition }: CompiledSegment, wasIn: boolean): void {
    this.#removeAll(definition.name);
    if (wasIn) this.move(definition.name);
  }

  /** A definition, and not what happened, has begun or ended the stay in this segment. */
  move(name: string): void {
    this.#moved ??= new Set();
    this.#moved.add(name);
  }

  /** Whether a definition has just begun or ended the stay in a segment that this one refers to. */
  isMoved({ refersTo }: CompiledSegment): boolean {
    return this.#moved !== null && refersTo.some((name) => this.#moved?.has(name));
  }

  #removeAll(name: string): void {
    for (const number of this.#definitions.segmentNumbers.get(name) ?? []) {
      if (hasNumber(this.#before, number)) this.#removed.push(number);
    }
  }

  /** The set to store. */
  after(): NumberSet {
    if (this.#added.length + this.#removed.length === 0) return this.#before;
    const removed = new Set(this.#removed);
    return numberSetOf([...numbersIn(this.#before).filter((number) => !removed.has(number)), ...this.#added]);
  }
}

import type { Change } from '#contracts/announcement.ts';
import type { Membership } from '#contracts/profile-record.ts';
import type { RetentionDefinitions } from '#domain/retention-definitions.ts';
import type { CompiledSegment } from '#domain/segments/compiled-segment.ts';
import type { Judged } from './judge-profile.ts';
import { type Around, judgeSegment, leaveDisabled } from './judge-segment.ts';
import { placesOf } from './places-of.ts';

type Memberships = Record<string, Membership>;

const never = Number.POSITIVE_INFINITY;

/** Whether a segment cannot be judged now: something that its rules read is not known, or newer code knows better. */
function isUnknown(segment: CompiledSegment, { subject, numbers }: Around): boolean {
  const { enters, stays } = segment;
  if (!enters.isKnown(subject) || (stays !== enters && !stays.isKnown(subject))) return true;
  return !numbers.knows(segment) && numbers.standing(segment) === 'judged by newer code';
}

/** Whether a stay is under this version, and nothing holds it back. */
function isPlain(stay: Membership, version: number): boolean {
  return stay.version === version && !stay.heldBack;
}

/**
 * The stays of one profile while its segments are judged one after the other. They are kept by the place of their segment, because
 * looking up and storing a hundred names takes longer than judging them.
 */
export class Judgement {
  readonly changes: Change[] = [];
  readonly #segments: readonly CompiledSegment[];
  readonly #places: ReadonlyMap<string, number>;
  readonly #was: Memberships;
  readonly #stays: (Membership | null)[];
  /** Segments that no code here declares: during a deployment only the other code does. */
  readonly #undeclared: string[] = [];
  #differs = false;
  /** Whether every cell is complete, as for almost everybody. */
  readonly #isWhole: boolean;
  /** Segments that cannot be judged now; whatever refers to them cannot either. */
  #leftAlone: Set<string> | null = null;

  constructor(definitions: RetentionDefinitions, { subject, state }: Judged, was: Memberships) {
    const segments = definitions.segmentsOf[subject];
    this.#segments = segments;
    this.#isWhole = state.complete === definitions.folding[subject].declared;
    this.#places = placesOf(segments);
    this.#was = was;
    this.#stays = new Array<Membership | null>(segments.length).fill(null);
    for (const name of Object.keys(was)) {
      const stay = was[name];
      if (stay === undefined) continue;
      const place = this.#places.get(name);
      if (place !== undefined) this.#stays[place] = stay;
      else this.#takeUndeclared(definitions, name, stay);
    }
  }

  /**
   * A stay in a segment that is not declared here is left alone, for whoever forgot it would announce it again later. One in a
   * segment that is declared as retired ends, as history: nothing about the customer has changed.
   */
  #takeUndeclared({ retiredSegments }: RetentionDefinitions, segment: string, { version }: Membership): void {
    if (!retiredSegments.has(segment)) {
      this.#undeclared.push(segment);
      return;
    }
    this.changes.push({ kind: 'exited', segment, segmentVersion: version, takenIn: 'silently', leaf: null });
    this.#differs = true;
  }

  /** The very object from before where every stay is the same. */
  memberships(): Memberships {
    if (!this.#differs) return this.#was;
    const memberships: Memberships = {};
    for (const name of this.#undeclared) {
      const stay = this.#was[name];
      if (stay !== undefined) memberships[name] = stay;
    }
    for (const [place, stay] of this.#stays.entries()) {
      const segment = this.#segments[place];
      if (stay !== null && segment !== undefined) memberships[segment.definition.name] = stay;
    }
    return memberships;
  }

  /** Whether it is in a segment that is judged already. */
  isIn(segment: string): boolean {
    const place = this.#places.get(segment);
    return place !== undefined && this.#stays[place] !== null;
  }

  #isLeftAlone(segment: CompiledSegment, around: Around): boolean {
    const refersTo = this.#leftAlone !== null && segment.refersTo.some((name) => this.#leftAlone?.has(name));
    if (!refersTo && !isUnknown(segment, around)) return false;
    this.#leftAlone ??= new Set();
    this.#leftAlone.add(segment.definition.name);
    return true;
  }

  #take(place: number, stay: Membership | null, change: Change | null): void {
    if (stay !== this.#stays[place]) {
      this.#stays[place] = stay;
      this.#differs = true;
    }
    if (change !== null) this.changes.push(change);
  }

  /** Judges the segment at a place, after those that it refers to; gives its next change, infinite if there is none. */
  judge(segment: CompiledSegment, place: number, around: Around): number {
    const { version, enabled } = segment.definition;
    const was = this.#stays[place] ?? null;
    if (!enabled) {
      around.numbers.drop(segment, was !== null);
      this.#take(place, null, leaveDisabled(segment, was));
      return never;
    }
    const { enters, stays } = segment;
    const isKnown = this.#isWhole && this.#leftAlone === null && enters.isKnownByCells && stays.isKnownByCells;
    const isSettled = around.numbers.knows(segment);
    if (!(isKnown && isSettled) && this.#isLeftAlone(segment, around)) return never;
    const entry = enters.holding(around.subject);
    const staying = stays === enters ? entry : stays.holding(around.subject);
    const both = entry < staying ? entry : staying;
    // By far the most are out and stay out, or are in and stay in: then there is nothing to write down.
    const isSame = was === null ? both < 0 : both > 0 && isPlain(was, version);
    if (isSame && isSettled) return Math.abs(both);
    const { stay, change, nextChangeMs } = judgeSegment(segment, was, { entry, stay: staying }, around);
    this.#take(place, stay, change);
    return nextChangeMs ?? never;
  }
}

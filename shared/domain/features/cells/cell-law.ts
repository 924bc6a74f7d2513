import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { Cell, CellKind, CellSpec } from '#domain/features/cell.ts';
import type { Interpreted } from '#domain/ingest/interpret.ts';
import type { TrackingPlan } from '#domain/ingest/tracking-plan.ts';
import type { ByteReader, ByteWriter } from '#domain/profile/variable-length-bytes.ts';

export type SpecOf<Kind extends CellKind> = Extract<CellSpec, { readonly kind: Kind }>;
export type CellOf<Kind extends CellKind> = Extract<Cell, { readonly kind: Kind }>;

/** What an event means that does not break the plan. */
export type EventMeaning = Extract<Interpreted, { readonly kind: 'means' }>;

/** What one event amounts to on its own; null where it is not selected, or tells nothing. */
export type AmountOfEvent<Kind extends CellKind> = (event: CanonicalEvent, found: EventMeaning) => CellOf<Kind> | null;

/**
 * How cells of one kind are made, merged and stored. `merge` is associative and commutative, and nothing is kept but what
 * follows from the set of events, so that no order and no parting of the events matters.
 */
export type CellLaw<Kind extends CellKind> = {
  readonly kind: Kind;
  /** Throws, with the reason, if such a cell cannot be kept. */
  readonly ofEvent: (plan: TrackingPlan, spec: SpecOf<Kind>) => AmountOfEvent<Kind>;
  readonly merge: (spec: SpecOf<Kind>, a: CellOf<Kind>, b: CellOf<Kind>) => CellOf<Kind>;
  /** In how many ways such a cell can be written. */
  readonly forms: number;
  /** The shortest way, 0 or more. */
  readonly formOf: (cell: CellOf<Kind>) => number;
  /** Writes in the form of `formOf`; times as their distance from `referenceMs`, the same for all cells of a state. */
  readonly write: (writer: ByteWriter, cell: CellOf<Kind>, form: number, referenceMs: number) => void;
  readonly read: (reader: ByteReader, form: number, referenceMs: number) => CellOf<Kind>;
  /** Bytes for a busy customer: see `plannedStateBytes`. */
  readonly plannedBytes: (spec: SpecOf<Kind>) => number;
};

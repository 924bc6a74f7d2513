import { durationMs } from '#contracts/duration.ts';
import type { Moment } from '#contracts/moment.ts';
import type { RuleLeaf } from '#contracts/segment-rule.ts';
import { bindCell, type NumberOf } from '#domain/features/read-cell.ts';
import { hasAll } from '#domain/profile/cell-set.ts';
import { dayMs, type MeaningTotals, type ProfileState } from '#domain/profile/profile-state.ts';
import { activityCell, recentCell, totalsCell } from '#domain/segments/cells-of-rule.ts';
import type { CompiledLeaf } from '#domain/segments/compiled-leaf.ts';
import { forEver } from '#domain/segments/holding.ts';

type LeafOf<Op extends RuleLeaf['op']> = Extract<RuleLeaf, { readonly op: Op }>;

const noTimes: readonly number[] = [];

/** Something that is so from a time on, if nothing happens; null: never. */
function fromThenOn(fromMs: number | null, nowMs: number): number {
  if (fromMs === null) return forEver(false);
  return nowMs >= fromMs ? forEver(true) : -fromMs;
}

/** Something that is so until a time, if nothing happens, and not at that time or later. */
function untilThen(untilMs: number | null, nowMs: number): number {
  return untilMs !== null && nowMs < untilMs ? untilMs : forEver(false);
}

/** "Did X at least n times within": the n-th newest is later than now − within. */
export function didLeaf({ what, atLeast, within }: LeafOf<'did'>, numberOf: NumberOf): CompiledLeaf {
  const withinMs = durationMs(within);
  const once = atLeast === 1 ? bindCell(totalsCell(what), numberOf) : null;
  const often = once === null ? bindCell(recentCell(what, atLeast), numberOf) : null;
  const cells = once?.numbers ?? often?.numbers ?? [];
  const timesMs = (state: ProfileState): readonly number[] => often?.read(state)?.timesMs ?? noTimes;
  const decidingMs = (state: ProfileState): number | null =>
    once === null ? (timesMs(state)[atLeast - 1] ?? null) : (once.read(state)?.lastMs ?? null);
  return {
    holding({ state, nowMs }) {
      const timeMs = decidingMs(state);
      return untilThen(timeMs === null ? null : timeMs + withinMs, nowMs);
    },
    value({ state, nowMs }) {
      if (once !== null) return (once.read(state)?.lastMs ?? Number.NEGATIVE_INFINITY) > nowMs - withinMs ? 1 : 0;
      return timesMs(state).filter((timeMs) => timeMs > nowMs - withinMs).length;
    },
    isKnown: ({ state }) => hasAll(state.complete, cells),
    isKnownByCells: true,
    cells,
  };
}

/** "Has not done X for": counted from the last of them, or from the first sign of life where there was none. */
export function notDoneLeaf(leaf: LeafOf<'not done'>, numberOf: NumberOf): CompiledLeaf {
  const lengthMs = durationMs(leaf.for);
  const totals = bindCell(totalsCell(leaf.what), numberOf);
  const activity = bindCell(activityCell, numberOf);
  const cells = [...totals.numbers, ...activity.numbers];
  const sinceMs = (state: ProfileState): number | null =>
    totals.read(state)?.lastMs ?? activity.read(state)?.firstMs ?? null;
  return {
    holding({ state, nowMs }) {
      const fromMs = sinceMs(state);
      return fromThenOn(fromMs === null ? null : fromMs + lengthMs, nowMs);
    },
    value({ state, nowMs }) {
      const fromMs = sinceMs(state);
      return fromMs === null ? null : (nowMs - fromMs) / dayMs;
    },
    isKnown: ({ state }) => hasAll(state.complete, cells),
    isKnownByCells: true,
    cells,
  };
}

/** "For the first time": the first of them is no longer ago than that. */
export function firstTimeLeaf({ what, within }: LeafOf<'first time'>, numberOf: NumberOf): CompiledLeaf {
  const withinMs = durationMs(within);
  const totals = bindCell(totalsCell(what), numberOf);
  const cells = totals.numbers;
  return {
    holding({ state, nowMs }) {
      const firstMs = totals.read(state)?.firstMs;
      // At that age it still is no longer ago.
      return untilThen(firstMs === undefined ? null : firstMs + withinMs + 1, nowMs);
    },
    value({ state, nowMs }) {
      const firstMs = totals.read(state)?.firstMs;
      return firstMs === undefined ? null : (nowMs - firstMs) / dayMs;
    },
    isKnown: ({ state }) => hasAll(state.complete, cells),
    isKnownByCells: true,
    cells,
  };
}

function edgeOf(moment: Moment): (state: ProfileState) => number | null {
  const isFirst = moment.startsWith('first ');
  const meaning = moment.slice(moment.indexOf(' ') + 1);
  const totalsOf = ({ totals }: ProfileState): MeaningTotals | undefined => find(totals, meaning);
  return (state) => (isFirst ? totalsOf(state)?.firstMs : totalsOf(state)?.lastMs) ?? null;
}

function find(totals: ReadonlyMap<string, MeaningTotals>, meaning: string): MeaningTotals | undefined {
  return totals.get(meaning);
}

/** One moment has been, and the other has not, or earlier. Time alone changes nothing about it. */
export function happenedAfterLeaf(leaf: LeafOf<'happened after'>): CompiledLeaf {
  const momentMs = edgeOf(leaf.moment);
  const thanMs = edgeOf(leaf.than);
  return {
    holding({ state }) {
      const moment = momentMs(state);
      const than = thanMs(state);
      return forEver(moment !== null && (than === null || moment > than));
    },
    value: ({ state }) => momentMs(state),
    isKnown: () => true,
    isKnownByCells: true,
    cells: [],
  };
}

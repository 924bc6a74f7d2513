import { accountPrefix } from '#contracts/identifier.ts';
import type { Deed } from '../workload/sim-event.ts';
import { judgingOf } from './check-memberships.ts';
import { eventsByWrite } from './events-by-write.ts';
import type { ExpectedWorld } from './expected-world.ts';
import { firstTurnMs } from './first-turn.ts';
import { rulesKept } from './left-alone.ts';
import { type SeenWorld, shownCustomer, type Write } from './seen-world.ts';
import { standingOf } from './stay-machine.ts';

/** How late a change may be announced that time alone brings, while nothing is down: a minute until the tick, and the way. */
export const latestMs = 60_000;

/** What the way may take: the index, the queue, the profile, the stream and the bus, each some milliseconds. */
const wayMs = 2_000;

/** For so long after something was down what it held up may still be on its way. */
const settlingMs = 15 * 60_000;

type Spell = { readonly fromMs: number; readonly untilMs: number };

/** When something was down, with the time in which what it held up is still on its way. */
function spellsOf(spells: readonly (Spell | null)[]): Spell[] {
  return spells
    .filter((spell) => spell !== null)
    .map(({ fromMs, untilMs }) => ({ fromMs, untilMs: untilMs + settlingMs }));
}

/** The time from which on nothing is in the way of a change that comes at `timeMs`. */
function freeFromMs(spells: readonly Spell[], timeMs: number): number {
  let freeMs = timeMs;
  for (const { fromMs, untilMs } of spells.toSorted((a, b) => a.fromMs - b.fromMs)) {
    if (freeMs + latestMs + wayMs >= fromMs && freeMs < untilMs) freeMs = untilMs;
  }
  return freeMs;
}

/** A change that time alone brought, and how long it took until the bus had it. */
export type Late = {
  readonly who: string;
  readonly turnMs: number;
  /** Since it came, or since what was in its way was over. */
  readonly lateMs: number;
  readonly wasHeldUp: boolean;
};

/** When the bus first took what a write told; when it was judged, where nothing of it was told. */
function toldMs({ record, transitions }: Write, announcedMs: ReadonlyMap<string, number>): number {
  const times = transitions.map(({ id }) => announcedMs.get(id) ?? Number.POSITIVE_INFINITY);
  return times.length === 0 ? record.judgedMs : Math.max(...times);
}

function firstAnnounced({ evidence }: SeenWorld): Map<string, number> {
  const times = new Map<string, number>();
  for (const [index, { id }] of evidence.announced.entries()) {
    const timeMs = evidence.announcedMs[index];
    if (timeMs !== undefined && !times.has(id)) times.set(id, timeMs);
  }
  return times;
}

/** Something that changed by itself after a write, and the next write, which noticed. */
type Turn = { readonly who: string; readonly turnMs: number; readonly next: Write };

/** What of a write changed by itself before the next one; null if nothing did. */
function turnAfter({ record, ...write }: Write, next: Write, deeds: readonly Deed[]): number | null {
  if (record.clock === 'replay' || record.joined !== null) return null;
  const segments = rulesKept(record);
  const judging = { ...judgingOf({ record, ...write }, null, deeds), segments, leftAlone: new Set<string>() };
  return firstTurnMs(judging, standingOf(record), next.record.judgedMs);
}

function findTurns(expected: ExpectedWorld, seen: SeenWorld): Turn[] {
  const turns: Turn[] = [];
  const events = eventsByWrite(expected, seen);
  for (const [key, writes] of seen.writes) {
    if (writes[0]?.record.customerId.startsWith(accountPrefix) === true) continue;
    for (const [index, write] of writes.entries()) {
      const next = writes[index + 1];
      const deeds = events.get(key)?.[index] ?? null;
      const turnMs = next === undefined || deeds === null ? null : turnAfter(write, next, deeds);
      // After the end of the plan there is no tick each minute any more, but one when all else is done.
      const isWatched = turnMs !== null && turnMs <= expected.plan.endMs;
      if (next !== undefined && isWatched) turns.push({ who: shownCustomer(key), turnMs, next });
    }
  }
  return turns;
}

const known = new WeakMap<SeenWorld, readonly Turn[]>();

/** Everything that changed by itself and was noticed; found once for each run. */
function turnsOf(expected: ExpectedWorld, seen: SeenWorld): readonly Turn[] {
  const turns = known.get(seen) ?? findTurns(expected, seen);
  known.set(seen, turns);
  return turns;
}

/** The changes that time alone brought: each with how late it was announced, not counting the time while something was down. */
export function latenessOf(expected: ExpectedWorld, seen: SeenWorld, down: readonly (Spell | null)[]): Late[] {
  const spells = spellsOf(down);
  const announcedMs = firstAnnounced(seen);
  return turnsOf(expected, seen).flatMap(({ who, turnMs, next }) => {
    const freeMs = freeFromMs(spells, turnMs);
    if (freeMs >= next.record.judgedMs) return [];
    return [{ who, turnMs, lateMs: toldMs(next, announcedMs) - freeMs, wasHeldUp: freeMs > turnMs }];
  });
}

/** Longest that what goes wrong with single requests and messages holds a change up, as long as nothing is down as a whole. */
const latestAmidFaultsMs = 90 * 60_000;

/** What is down as a whole, and when single requests fail or are slow; the latter also where no faults were drawn. */
function downIn({ plan }: ExpectedWorld) {
  return { whole: [plan.outage, plan.deployment], faults: { fromMs: plan.startMs, untilMs: plan.faultsUntilMs } };
}

/** How late changes were told that time alone brought while nothing at all was down. */
export function latenessInPeace(expected: ExpectedWorld, seen: SeenWorld): Late[] {
  const { whole, faults } = downIn(expected);
  return latenessOf(expected, seen, [...whole, faults]);
}

/**
 * Every change that time alone brings is announced within a minute, and what the way takes, while nothing is down; within an hour and a half
 * while requests fail; and as early, counted from its end, when it was due while everything was down.
 */
export function checkLateness(expected: ExpectedWorld, seen: SeenWorld): string[] {
  const inPeace = latenessInPeace(expected, seen).filter(({ lateMs }) => lateMs > latestMs + wayMs);
  const amidFaults = latenessOf(expected, seen, downIn(expected).whole).filter(
    ({ lateMs }) => lateMs > latestAmidFaultsMs,
  );
  return [...inPeace, ...amidFaults].map(
    ({ who, turnMs, lateMs }) => `${who}: what changed by itself at ${turnMs} was told ${Math.round(lateMs)} ms later`,
  );
}

import { eventIdHash, joinIdHash, unpackEventIds } from '#domain/profile/event-ids.ts';
import { decodeState } from '#domain/profile/state-layout.ts';
import type { Deed } from '../workload/sim-event.ts';
import type { ExpectedWorld } from './expected-world.ts';
import type { SeenWorld, Write } from './seen-world.ts';

/** The events that counted for a customer at each of its writes; null from where on the ids do not tell. */
export type EventsByWrite = readonly (readonly Deed[] | null)[];

/** Hash of an event's id, as profiles hold it → the event, for each tenant. */
function deedsByHash({ counted }: ExpectedWorld): Map<string, Deed> {
  const found = new Map<string, Deed>();
  for (const deed of [...counted.values()].flat()) found.set(`${deed.tenant}|${eventIdHash(deed.id)}`, deed);
  return found;
}

/** The ids that came with each write: those that the one before did not hold. Ids only leave between writes. */
function newIds(writes: readonly Write[], index: number): string[] {
  const idsOf = (write: Write | undefined) => unpackEventIds(write?.record.recentEventIds ?? new Uint8Array());
  const before = new Set(idsOf(writes[index - 1]));
  return idsOf(writes[index]).filter((id) => !before.has(id));
}

/**
 * Finds out which events each write of a customer counted, from the ids that it brought: an event's own, or that of a visitor
 * who was taken in. Layout 1 moved ids to pages in the very write that brought them, so what it wrote may tell too few: then
 * nothing is known until the end.
 */
function findEvents(expected: ExpectedWorld, seen: SeenWorld): ReadonlyMap<string, EventsByWrite> {
  const deeds = deedsByHash(expected);
  const found = new Map<string, EventsByWrite>();
  const visitors = new Map<string, readonly Deed[]>();
  const told = (writes: readonly Write[]): EventsByWrite => {
    const all: Deed[] = [];
    return writes.map(({ record }, index) => {
      for (const id of newIds(writes, index)) {
        const deed = deeds.get(`${record.tenant}|${id}`);
        if (deed !== undefined) all.push(deed);
        else all.push(...(visitors.get(`${record.tenant}|${id}`) ?? []));
      }
      if (record.joined !== null) visitors.set(`${record.tenant}|${joinIdHash(record.customerId)}`, [...all]);
      const isEmptied = record.joined?.absorbed === true;
      if (!isEmptied && decodeState(record.state).events !== all.length) return null;
      return [...all];
    });
  };
  // Visitors first: whoever takes them in needs to know what they had.
  const isVisitor = (writes: readonly Write[]) => writes.some(({ record }) => record.joined !== null);
  const ordered = [...seen.writes].sort(([, a], [, b]) => Number(isVisitor(b)) - Number(isVisitor(a)));
  for (const [key, writes] of ordered) found.set(key, told(writes));
  return found;
}

const known = new WeakMap<SeenWorld, ReadonlyMap<string, EventsByWrite>>();

/** The same, found once for each run. */
export function eventsByWrite(expected: ExpectedWorld, seen: SeenWorld): ReadonlyMap<string, EventsByWrite> {
  const found = known.get(seen) ?? findEvents(expected, seen);
  known.set(seen, found);
  return found;
}

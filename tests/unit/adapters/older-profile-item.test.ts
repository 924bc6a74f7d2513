import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseProfileItem, profileItem } from '#adapters/aws/profile-item.ts';
import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import { asWritten } from '#domain/profile/event-id-filter.ts';
import { eventIdHash, unpackEventIds } from '#domain/profile/event-ids.ts';
import { stateOfEvent } from '#domain/profile/fold-event.ts';
import { decodeState, encodeState } from '#domain/profile/state-layout.ts';
import { advanceOlder, type OlderProfile, olderProfileItem } from '../../contract/older-profile-code.ts';
import { dayMs, juneMs } from '../domain/example-event.ts';
import { exampleFolding, histories, stateOf } from '../domain/histories.ts';

const newOlderProfile: OlderProfile = {
  tenant: 'shop',
  customerId: 'ada',
  version: 0,
  state: { totals: new Map(), days: [] },
  recentEventIds: new Uint8Array(),
  pageCount: 0,
  memberships: { busy: { sinceMs: juneMs, version: 3 } },
  riskBand: 'medium',
  judgedMs: juneMs + dayMs,
  clock: 'live',
  wakeAtMs: juneMs + 2 * dayMs,
  outbox: '',
};

/** What the older code kept of a customer who got these events, so many with each write; and the ids that left for pages. */
function writtenByOlderCode(events: readonly CanonicalEvent[], batch: number) {
  let record = newOlderProfile;
  const paged: string[] = [];
  for (let from = 0; from === 0 || from < events.length; from += batch) {
    const next = advanceOlder(record, events.slice(from, from + batch), (event) => stateOfEvent(exampleFolding, event));
    record = next.record;
    paged.push(...next.pages.flatMap((page) => unpackEventIds(page.eventIds)));
  }
  return { record, paged };
}

const lives = fc.tuple(
  fc.oneof(histories({ days: 300, maxEvents: 250 }), histories({ days: 10, maxEvents: 60 })),
  fc.integer({ min: 1, max: 50 }),
);

describe('parseProfileItem of an item of layout 1', () => {
  test('parseProfileItem gives the state that the code of today would have folded, the number of events included', () => {
    fc.assert(
      fc.property(lives, ([events, batch]) => {
        const { record } = writtenByOlderCode(events, batch);
        const upgraded = parseProfileItem(olderProfileItem(record));
        expect(upgraded.state).toEqual(encodeState(stateOf(events)));
        expect(decodeState(upgraded.state).events).toBe(events.length);
      }),
    );
  });

  test('parseProfileItem gives the ids that the item held, and asks for the others', () => {
    fc.assert(
      fc.property(lives, ([events, batch]) => {
        const { record, paged } = writtenByOlderCode(events, batch);
        const upgraded = parseProfileItem(olderProfileItem(record));
        const ids = events.map((event) => eventIdHash(event.id));
        expect([...paged, ...unpackEventIds(upgraded.recentEventIds)]).toEqual(ids);
        expect(upgraded.pagedIds.kind).toBe(paged.length === 0 ? 'none' : 'older');
        expect(upgraded.recentFromHistory).toBe(true);
      }),
    );
  });

  test('parseProfileItem gives everything else as it was, and says nothing of the write that a stay began with', () => {
    const { record } = writtenByOlderCode([], 1);
    expect(parseProfileItem(olderProfileItem(record))).toMatchObject({
      tenant: 'shop',
      customerId: 'ada',
      version: 1,
      memberships: { busy: { sinceMs: juneMs, version: 3, enteredVersion: 0, heldBack: false } },
      riskBand: 'medium',
      judgedMs: juneMs + dayMs,
      clock: 'live',
      wakeAtMs: juneMs + 2 * dayMs,
      joined: null,
      outbox: null,
    });
    const asleep = { ...record, clock: 'replay', wakeAtMs: null } as const;
    expect(parseProfileItem(olderProfileItem(asleep))).toMatchObject({ clock: 'replay', wakeAtMs: null });
  });

  test('profileItem writes it back in the layout of today, and nothing is lost on the way', () => {
    fc.assert(
      fc.property(lives, ([events, batch]) => {
        const upgraded = parseProfileItem(olderProfileItem(writtenByOlderCode(events, batch).record));
        const item = profileItem(upgraded);
        expect(Object.keys(item).toSorted()).toEqual(['body', 'pk', 'sk', 'version', 'wakeAt', 'wakeShard']);
        expect(parseProfileItem(item)).toEqual({ ...upgraded, pagedIds: asWritten(upgraded.pagedIds) });
      }),
    );
  });

  test('parseProfileItem refuses an older item of which a part is missing or malformed', () => {
    const item = olderProfileItem(writtenByOlderCode([], 1).record);
    for (const name of ['recent', 'pages', 'members', 'band', 'judged', 'clock', 'version']) {
      const { [name]: _, ...rest } = item;
      expect(() => parseProfileItem(rest)).toThrow(`attribute "${name}" is missing`);
    }
    const newer = { ...item, state: { B: encodeState(stateOf([])) } };
    expect(() => parseProfileItem(newer)).toThrow('Cannot read profile state of layout 1: the bytes are of layout 3');
    expect(() => parseProfileItem({ ...item, members: { S: '{"busy":{}}' } })).toThrow();
    expect(() => parseProfileItem({ ...item, body: { B: Uint8Array.of(9) } })).toThrow('its layout 9 is not known');
  });
});

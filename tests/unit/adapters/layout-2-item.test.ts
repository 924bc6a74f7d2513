import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseProfileItem, profileItem } from '#adapters/aws/profile-item.ts';
import type { PagedIds, ProfileRecord } from '#contracts/profile-record.ts';
import { noRelations } from '#contracts/relations.ts';
import { advanceProfile } from '#domain/profile/advance-profile.ts';
import { asWritten } from '#domain/profile/event-id-filter.ts';
import { decodeState } from '#domain/profile/state-layout.ts';
import { type Layout2Profile, layout2Item } from '../../contract/layout-2-code.ts';
import { exampleDefinitions } from '../domain/example-definitions.ts';
import { dayMs, exampleEvent, juneMs } from '../domain/example-event.ts';
import { histories, stateOf } from '../domain/histories.ts';
import { input } from '../domain/profile/advancing.ts';
import { anyRecord } from '../domain/profile/any-record.ts';

/** A record as the code that wrote layout 2 could have had it. */
function asLayout2(record: ProfileRecord, state: Layout2Profile['state']): Layout2Profile {
  const { judged: _judged, relations: _relations, outbox, memberships, ...rest } = record;
  const pagedIds: PagedIds = asWritten(record.pagedIds);
  const changes = (outbox?.changes ?? []).flatMap((change) => (change.kind === 'held back' ? [] : [change]));
  const cause = outbox?.cause;
  const isTold = cause?.kind === 'event' || cause?.kind === 'time' || cause?.kind === 'join';
  return {
    ...rest,
    state,
    pagedIds,
    memberships,
    outbox: outbox === null || !isTold ? null : { ...outbox, cause, changes },
  };
}

const older = fc
  .tuple(anyRecord, histories({ days: 200, maxEvents: 40 }))
  .map(([record, events]) => asLayout2(record, stateOf(events)));

describe('parseProfileItem of an item of layout 2', () => {
  test('parseProfileItem gives everything as it was written, and nothing of what that layout did not know', () => {
    fc.assert(
      fc.property(older, (record) => {
        const read = parseProfileItem(layout2Item(record));
        const { state, outbox, memberships, ...rest } = record;
        expect(read).toMatchObject({ ...rest, judged: null, relations: noRelations });
        const { events, totals, days } = decodeState(read.state);
        expect({ events, totals, days }).toEqual({ events: state.events, totals: state.totals, days: state.days });
        expect(Object.keys(read.memberships)).toEqual(Object.keys(memberships).toSorted());
        for (const [name, stay] of Object.entries(memberships)) {
          const { sinceMs, version, enteredVersion } = stay;
          expect(read.memberships[name]).toEqual({ sinceMs, version, enteredVersion, heldBack: false });
        }
        expect(read.outbox?.changes ?? []).toMatchObject(
          (outbox?.changes ?? []).map((change) =>
            change.kind === 'risk'
              ? change
              : {
                  kind: change.kind,
                  segment: change.segment,
                  segmentVersion: change.segmentVersion,
                  takenIn: null,
                  leaf: null,
                },
          ),
        );
      }),
    );
  });

  test('parseProfileItem reads what today writes of it', () => {
    fc.assert(
      fc.property(older, (record) => {
        const read = parseProfileItem(layout2Item(record));
        expect(parseProfileItem(profileItem(read))).toEqual(read);
      }),
    );
  });
});

describe('advanceProfile and a profile of layout 2', () => {
  const seen = exampleEvent({ id: 'first', timeMs: juneMs });
  const stored: Layout2Profile = {
    tenant: 'shop',
    customerId: 'ada',
    version: 3,
    state: stateOf([seen]),
    recentEventIds: new Uint8Array(),
    recentFromHistory: false,
    pagedIds: { kind: 'none' },
    memberships: { busy: { sinceMs: juneMs, version: 1, enteredVersion: 1 } },
    riskBand: 'low',
    judgedMs: juneMs,
    clock: 'live',
    wakeAtMs: juneMs + 7 * dayMs,
    joined: null,
    outbox: null,
  };

  test('advanceProfile goes on from it: the stays, the events, and what is told, as if it had always been of today', () => {
    const record = parseProfileItem(layout2Item(stored));
    const woken = advanceProfile(exampleDefinitions, input({ record, nowMs: juneMs + 7 * dayMs }));
    expect(woken.record?.memberships).toMatchObject({ quiet: { enteredVersion: 4 } });
    expect(woken.record?.outbox).toMatchObject({
      mode: 'live',
      changes: [
        { kind: 'risk' },
        { kind: 'exited', segment: 'busy', takenIn: null },
        { kind: 'entered', segment: 'quiet', takenIn: null },
      ],
    });
    expect(woken.record?.judged).toEqual(exampleDefinitions.judgedBefore);
    const more = advanceProfile(exampleDefinitions, input({ record: woken.record, events: [{ ...seen, id: 'more' }] }));
    expect(decodeState(more.record?.state ?? new Uint8Array()).events).toBe(2);
  });
});

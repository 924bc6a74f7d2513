import { parseProfileItem, profileItem } from '#adapters/aws/profile-item.ts';
import type { ProfileRecord } from '#contracts/profile-record.ts';
import { decodeState, encodeState } from '#domain/profile/state-layout.ts';
import type { Evidence } from '../evidence.ts';
import type { Spoiling } from './archive-spoilings.ts';
import { withProfile } from './spoilt-evidence.ts';

const dayMs = 86_400_000;

/** Evidence in which a customer's first write with a stay is another. */
function withStay(evidence: Evidence, change: (record: ProfileRecord) => ProfileRecord): Evidence {
  const isOne = (record: ProfileRecord) => record.version === 1 && Object.hasOwn(record.memberships, 'active');
  const index = evidence.puts.findIndex((item) => item['body'] !== undefined && isOne(parseProfileItem(item)));
  const item = evidence.puts[index];
  if (item === undefined) throw new Error('Cannot spoil the evidence: nobody begins as active');
  return { ...evidence, puts: evidence.puts.with(index, profileItem(change(parseProfileItem(item)))) };
}

/** What can be wrong with what was judged, and when. */
export const judgementSpoilings: Readonly<Record<string, Spoiling>> = {
  'a customer who left all segments silently': {
    spoil: (evidence) => withStay(evidence, (record) => ({ ...record, memberships: {} })),
    finds: /^memberships: .* expected \[.+\] at \w+ risk, got \[\]/,
  },
  'a stay that is counted from another time': {
    spoil: (evidence) =>
      withStay(evidence, (record) => {
        const { active } = record.memberships;
        if (active === undefined) return record;
        return {
          ...record,
          memberships: { ...record.memberships, active: { ...active, sinceMs: active.sinceMs - 1 } },
        };
      }),
    finds: /^memberships: .* expected \[active since \d+.*\] at \w+ risk, got \[active since/,
  },
  'a change that was not told': {
    spoil: (evidence) => withStay(evidence, (record) => ({ ...record, outbox: null })),
    finds: /^memberships: .* expected it to tell that it \[entered active \(as usual\).*\], got \[\]/,
  },
  'a change by time that nobody noticed': {
    spoil: (evidence) => ({ ...evidence, endedMs: evidence.endedMs + 40 * dayMs }),
    finds: /^memberships: .* something changes by itself, and at \d+ nobody has noticed/,
  },
  'changes by time that were told too late': {
    spoil: (evidence) => ({ ...evidence, announcedMs: evidence.announcedMs.map((timeMs) => timeMs + dayMs) }),
    finds: /^lateness: .* was told \d+ ms later/,
  },
  'a backlog that was worked off from the end': {
    spoil: (evidence) => ({ ...evidence, wakesSent: [{ atMs: 3, tenant: 'north', dueMs: [2, 1] }] }),
    finds: /^backlog: what was woken at 3 was due at north: 2, 1, which is not the order of lateness/,
  },
  'a state in which cells are missing': {
    spoil: (evidence) =>
      withProfile(evidence, (record) => {
        const state = decodeState(record.state);
        if (record.joined !== null || state.events === 0) return null;
        return { ...record, state: encodeState({ ...state, complete: new Set([0]), cells: new Map() }) };
      }),
    finds: /^states: .* expected every cell to have seen \d+ events/,
  },
};

import type { ProfileRecord } from '#contracts/profile-record.ts';
import { decodeState } from '#domain/profile/state-layout.ts';
import type { Mutant } from '../mutant.ts';
import { noSpoiler } from '../spoiler.ts';
import { putOtherwise } from './spoilt-store.ts';

/** Stays that begin with this very write, counted from the last sign of life. */
function sinceTheEvent(record: ProfileRecord): ProfileRecord {
  const lastMs = decodeState(record.state).totals.get('activity')?.lastMs ?? record.judgedMs;
  const memberships = Object.entries(record.memberships).map(([segment, stay]) => {
    const isNew = stay.enteredVersion === record.version;
    return [segment, isNew ? { ...stay, sinceMs: Math.min(stay.sinceMs, lastMs) } : stay] as const;
  });
  return { ...record, memberships: Object.fromEntries(memberships) };
}

export const stayFromTheEvent: Mutant = {
  name: 'a stay measured from the event',
  what: 'counts the minimum stay from when the event happened, instead of from the entry',
  spoil: { ...noSpoiler, profiles: (store) => putOtherwise(store, sinceTheEvent) },
};

export const stayRuleIgnored: Mutant = {
  name: 'the rule for staying ignored',
  what: 'lets everybody leave a segment by the rule to enter it',
  spoil: {
    ...noSpoiler,
    definitions: (definitions) => {
      const ignoring = (segments: typeof definitions.segments) =>
        segments.map((segment) => ({ ...segment, stays: segment.enters }));
      const { customer, account } = definitions.segmentsOf;
      return {
        ...definitions,
        segments: ignoring(definitions.segments),
        segmentsOf: { customer: ignoring(customer), account: ignoring(account) },
      };
    },
  },
};

function withoutHeldBack(record: ProfileRecord): ProfileRecord {
  if (record.outbox === null) return record;
  const changes = record.outbox.changes.filter((change) => change.kind !== 'held back');
  return { ...record, outbox: changes.length === 0 ? null : { ...record.outbox, changes } };
}

export const heldBackNotCounted: Mutant = {
  name: 'who is held back is not counted',
  what: 'does not tell that somebody would have left a segment, and was held back',
  spoil: { ...noSpoiler, profiles: (store) => putOtherwise(store, withoutHeldBack) },
};

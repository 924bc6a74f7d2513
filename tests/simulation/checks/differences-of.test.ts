import { beforeAll, describe, expect, test } from 'vitest';
import { type Item, text } from '#adapters/aws/item-attributes.ts';
import { parseProfileItem, profileItem } from '#adapters/aws/profile-item.ts';
import type { Run } from '#contracts/run.ts';
import { emptyProfileState } from '#domain/profile/profile-state.ts';
import { encodeState } from '#domain/profile/state-layout.ts';
import type { Evidence } from '../evidence.ts';
import type { SimPlan } from '../workload/sim-event.ts';
import { archiveSpoilings, type Spoiling } from './archive-spoilings.ts';
import { differencesOf } from './differences-of.ts';
import { eventfulRun } from './eventful-run.ts';
import { judgementSpoilings } from './judgement-spoilings.ts';
import { firstOf, firstProfile, without, withoutEntry, withProfile, withRun } from './spoilt-evidence.ts';

let plan: SimPlan;
let honest: Evidence;

beforeAll(async () => {
  ({ plan, honest } = await eventfulRun());
});

test('differencesOf finds nothing in an honest run', () => {
  expect(differencesOf(plan, honest)).toEqual([]);
});

const spoilings: Readonly<Record<string, Spoiling>> = {
  ...archiveSpoilings,
  ...judgementSpoilings,
  'a state of a customer who did nothing': {
    spoil: (evidence) =>
      withProfile(evidence, (record) => {
        return record.joined === null ? { ...record, state: encodeState(emptyProfileState) } : null;
      }),
    finds: /^states: .* expected \d+ events, got 0/,
  },
  'totals that do not fit the events': {
    spoil: (evidence) =>
      withProfile(evidence, (record) => {
        return record.joined === null ? { ...record, state: encodeState(emptyProfileState) } : null;
      }),
    finds: /^totals: .* expected \d+ events, -?\d+ cents, active from .* got 0 events, 0 cents/,
  },
  'an event that counts without having been accepted': {
    spoil: (evidence) => ({
      ...evidence,
      accepted: evidence.accepted.filter((event) => event !== evidence.accepted[0]),
    }),
    finds: /^(acceptance: .* was sent and never accepted|acceptance: accepted \d+, but applied)/,
  },
  'an accepted event that nobody sent': {
    spoil: (evidence) => ({
      ...evidence,
      accepted: [...evidence.accepted, { id: 'stranger', customerId: 'nobody', isRepeat: false }],
    }),
    finds: /^acceptance: accepted stranger, which nobody sent/,
  },
  'a quarantined event that is gone': {
    spoil: (evidence) => withoutEntry(evidence, 'quarantine|'),
    finds: /^acceptance: .*expected in quarantine as/,
  },
  'a joined profile that was never taken in': {
    spoil: (evidence) =>
      withProfile(evidence, (record) => {
        return record.joined === null ? null : { ...record, joined: { ...record.joined, absorbed: false } };
      }),
    finds: /^joins: .* frozen, and never taken in/,
  },
  'a profile joined into somebody else': {
    spoil: (evidence) =>
      withProfile(evidence, (record) => {
        return record.joined === null ? null : { ...record, joined: { into: 'stranger', absorbed: true } };
      }),
    finds: /^joins: .* who did not claim it/,
  },
  'a transition that was never announced': {
    spoil: (evidence) => {
      const [first] = evidence.announced;
      return { ...evidence, announced: evidence.announced.filter((one) => one.id !== first?.id) };
    },
    finds: /^transitions: .* was written and never announced/,
  },
  'a transition that was made up': {
    spoil: (evidence) => {
      const made = evidence.announced.slice(0, 1).map((one) => ({ ...one, id: 'made up' }));
      return { ...evidence, announced: [...evidence.announced, ...made] };
    },
    finds: /^transitions: made up was announced, and no write holds it/,
  },
  'a write that was never counted': {
    spoil: (evidence) => {
      const isFlow = (item: Item) => /^flows\|/.test(text(item, 'pk'));
      return withoutEntry(evidence, text(firstOf(evidence.ledger.all(), isFlow), 'pk'));
    },
    finds: /^flows: flows of .*: expected /,
  },
  'announcements in the wrong order': {
    spoil: (evidence) => ({ ...evidence, announced: evidence.announced.toReversed() }),
    finds: /^transitions: .* was announced after version/,
  },
  'a transition that the ledger does not know': {
    spoil: (evidence) => {
      const first = firstOf(evidence.announced, () => true);
      return withoutEntry(evidence, `transition#${String(first.profileVersion).padStart(16, '0')}`);
    },
    finds: /^transitions: .* was written and never recorded in the ledger/,
  },
  'a write that is missing among the others': {
    spoil: (evidence) => ({ ...evidence, puts: without(evidence.puts, (item) => item['version']?.N === '2') }),
    finds: /^transitions: .*expected a write of version 2, got 3/,
  },
  'an entry that nobody acted on': {
    spoil: (evidence) => ({
      ...evidence,
      notes: evidence.notes.filter((note) => note.message !== 'No run is started'),
    }),
    finds: /^acting: .* did nothing about it, and did not say why/,
  },
  'a reason that is not true': {
    spoil: (evidence) => {
      const note = firstOf(evidence.notes, (one) => one.message === 'No run is started');
      const lie = { ...note, details: { ...note.details, reason: 'is not in the mood' } };
      return { ...evidence, notes: [...evidence.notes, lie] };
    },
    finds: /^acting: .* which is not so/,
  },
  'a run in the wrong arm': {
    spoil: (evidence) => withRun(evidence, (run) => ({ ...run, arm: run.arm === 'holdout' ? 'treated' : 'holdout' })),
    finds: /^runs: .* expected the arm/,
  },
  'a run that is due and forgotten': {
    spoil: (evidence) => withRun(evidence, (run) => ({ ...run, wakeAtMs: evidence.endedMs })),
    finds: /^runs: .* and forgotten/,
  },
  'a run of a user within the rest of one that a visitor of theirs had': {
    spoil: (evidence) => {
      // Seen, frozen and marked: three versions at least.
      const visitor = firstProfile(evidence, ({ joined, version }) => joined !== null && version >= 3);
      const started = (customerId: string, version: number) => (run: Run) => {
        const id = `cart-reminder#${String(version).padStart(12, '0')}`;
        return { ...run, tenant: visitor.tenant, customerId, playbook: 'cart-reminder', id, startedMs: version };
      };
      const ofVisitor = withRun(evidence, started(visitor.customerId, 1));
      return withRun(ofVisitor, (run) =>
        run.startedMs === 1 ? null : started(visitor.joined?.into ?? '', 999_999)(run),
      );
    },
    finds: /^rests: cart-reminder#000000999999 of .* 999998 ms after .* who is the same person/,
  },
  'an outcome that is gone': {
    spoil: (evidence) => withoutEntry(evidence, 'outcome#'),
    finds: /^runs: .* expected 1 outcomes, got 0/,
  },
  'a command that was lost': {
    spoil: (evidence) => ({ ...evidence, commands: evidence.commands.slice(1) }),
    finds: /^commands: .* issued by its run, and lost/,
  },
  'a task that is gone': {
    spoil: (evidence) => withoutEntry(evidence, 'task#'),
    finds: /^commands: .* no task was made/,
  },
  'an e-mail that was sent twice': {
    spoil: (evidence) => ({ ...evidence, emails: [...evidence.emails, ...evidence.emails.slice(0, 1)] }),
    finds: /^e-mails: .* 2 e-mails for one command/,
  },
  'an e-mail that was never sent': {
    spoil: (evidence) => ({ ...evidence, emails: [] }),
    finds: /^e-mails: .* reported as sent, and never sent/,
  },
  'an e-mail that no command asked for': {
    spoil: (evidence) => {
      const stray = evidence.emails.slice(0, 1).map((email) => ({ ...email, commandId: 'nobody' }));
      return { ...evidence, emails: [...evidence.emails, ...stray] };
    },
    finds: /^e-mails: nobody: an e-mail that no command asked for/,
  },
  'an e-mail to somebody who must not get it': {
    spoil: (evidence) => {
      const sent = new Set(evidence.emails.map((email) => email.commandId));
      const unsent = evidence.commands.filter((one) => one.kind === 'send email' && !sent.has(one.id));
      const model = firstOf(evidence.emails, () => true);
      return { ...evidence, emails: [...evidence.emails, ...unsent.map(({ id }) => ({ ...model, commandId: id }))] };
    },
    finds: /^e-mails: .* (although it was withheld|an e-mail to a customer who)/,
  },
  'an e-mail of which the ledger knows nothing': {
    spoil: (evidence) => withoutEntry(evidence, 'delivery#'),
    finds: /^e-mails: .* lost, the ledger knows nothing of it/,
  },
  'a good message among the dead letters': {
    spoil: (evidence) => ({ ...evidence, deadLetters: { ...evidence.deadLetters, event: ['{"kind":"events"}'] } }),
    finds: /^dead letters: .*expected 0 times, got 1/,
  },
  'poison that vanished': {
    spoil: (evidence) => ({ ...evidence, deadLetters: { ...evidence.deadLetters, event: [] } }),
    finds: /^dead letters: .*expected 1 times, got 0/,
  },
  'a dead letter of playbooks': {
    spoil: (evidence) => ({ ...evidence, deadLetters: { ...evidence.deadLetters, playbook: ['a wake-up'] } }),
    finds: /^dead letters: a dead letter of playbooks/,
  },
  'an outage in which the table was not left in peace': {
    spoil: (evidence) => ({ ...evidence, requestsDuringOutage: evidence.writesDuringOutage * 2 + 1 }),
    finds: /^outage: /,
  },
  'an item that keeps ids which could have left': {
    spoil: (evidence) => {
      const puts = evidence.puts.map((item) => {
        const record = parseProfileItem(item);
        const filler = Uint8Array.from({ length: 8 * 150 }, (_, index) => index % 251);
        return profileItem({ ...record, recentEventIds: filler });
      });
      return { ...evidence, puts };
    },
    finds: /^item sizes: .* ids that could have left/,
  },
};

describe('differencesOf finds', () => {
  for (const [name, { spoil, finds }] of Object.entries(spoilings)) {
    test(name, () => {
      const differences = differencesOf(plan, spoil(honest));
      expect(differences.filter((difference) => finds.test(difference))).not.toEqual([]);
    });
  }
});

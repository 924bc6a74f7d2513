import type { Outcome } from '#contracts/outcome.ts';
import type { ProfileRecord } from '#contracts/profile-record.ts';
import type { Task } from '#contracts/task.ts';
import type { Traits } from '#contracts/trait.ts';
import type { RiskBand } from '#contracts/transition.ts';
import { readout } from '#domain/measurement/readout.ts';
import { decodeState } from '#domain/profile/state-layout.ts';
import type { RetentionDefinitions } from '#domain/retention-definitions.ts';
import { starterRisk } from '#domain/scoring/starter-risk.ts';
import type { Clock } from '#ports/clock.ts';
import type { LedgerReader } from '#ports/ledger.ts';
import type { ProfileStore } from '#ports/profile-store.ts';
import { collectPages } from './collect-pages.ts';
import type { ConsoleSource, CustomerPage, InboxEntry, LiveCounts, MailSummary } from './console-source.ts';
import {
  describeCause,
  describeLeaf,
  describeReadout,
  describeRule,
  describeTransition,
  reasons,
} from './plain-words.ts';

export type StoredMail = MailSummary & { readonly html: string };

export type StoredConsoleOptions = {
  readonly tenant: string;
  readonly definitions: RetentionDefinitions;
  readonly ledger: LedgerReader;
  readonly profiles: Pick<ProfileStore, 'load' | 'loadJoins' | 'loadTraits'>;
  readonly mails: () => readonly StoredMail[];
  readonly counts: () => LiveCounts;
  readonly phase: () => string;
  readonly nowMs: Clock;
};

const shownTasks = 50;
const shownMails = 100;
const shownTransitions = 100;
const mostOutcomes = 20_000;

/** What the console shows, read from the stores of the running system. */
export function createStoredConsoleSource(options: StoredConsoleOptions): ConsoleSource {
  const { tenant, definitions, ledger, profiles, nowMs } = options;

  async function inboxEntry(task: Task): Promise<InboxEntry> {
    const [record, { traits }] = await Promise.all([
      profiles.load(tenant, task.customerId, 'consistent'),
      profiles.loadTraits(tenant, task.customerId),
    ]);
    const playbook = definitions.playbooks.find((one) => one.name === task.playbook);
    const membership = playbook === undefined ? undefined : record?.memberships[playbook.segment];
    const joinedInto = record?.joined?.into ?? null;
    const { id, customerId, title, advice, dueMs, valueMinor } = task;
    return {
      id,
      customerId,
      name: textTrait(traits, 'firstName'),
      title,
      advice,
      why: record === null ? [] : judge(definitions, record, nowMs()).why,
      rule: task.why,
      sinceMs: membership?.sinceMs ?? task.createdMs,
      dueMs,
      valueMinor,
      isOver: playbook !== undefined && record !== null && joinedInto === null && membership === undefined,
      joinedInto,
    };
  }

  async function customer(customerId: string): Promise<CustomerPage | null> {
    const record = await profiles.load(tenant, customerId, 'consistent');
    if (record === null) return null;
    const [{ traits }, joinedFrom, history] = await Promise.all([
      profiles.loadTraits(tenant, customerId),
      profiles.loadJoins(tenant, customerId),
      historyOf(ledger, tenant, customerId),
    ]);
    const { why, risk } = judge(definitions, record, nowMs());
    return {
      customerId,
      name: textTrait(traits, 'firstName'),
      email: textTrait(traits, 'email'),
      joinedInto: record.joined?.into ?? null,
      joinedFrom: joinedFrom.map((join) => join.visitor),
      why,
      risk,
      segments: Object.entries(record.memberships).map(([name, { sinceMs }]) => {
        const found = definitions.segments.find(({ definition }) => definition.name === name);
        const description = found?.definition.description ?? '';
        return { name, description, sinceMs };
      }),
      history,
    };
  }

  return {
    async overview() {
      const outcomes = await collectPages<Outcome>((page) => ledger.outcomes(tenant, page), mostOutcomes);
      const counts = options.counts();
      return {
        virtualMs: nowMs(),
        phase: options.phase(),
        counts,
        segments: definitions.segmentsOf.customer.map(({ definition: { name, description } }) => {
          return { name, description, members: counts.segments[name] ?? 0 };
        }),
        playbooks: definitions.playbooks.map(({ name, description, goal: { what, withinDays } }) => {
          const result = readout(name, outcomes.items);
          const goal = `${what} within ${withinDays} days`;
          return { ...result, description, goal, verdict: describeReadout(result) };
        }),
      };
    },
    async inbox() {
      const { items, next } = await ledger.openTasks(tenant, { limit: shownTasks, next: null });
      return { virtualMs: nowMs(), entries: await Promise.all(items.map(inboxEntry)), isCut: next !== null };
    },
    async mails() {
      const mails = options.mails();
      const newest = mails.slice(-shownMails).reverse();
      return { mails: newest.map(({ id, to, subject, sentMs }) => ({ id, to, subject, sentMs })), total: mails.length };
    },
    async mailHtml(id) {
      return options.mails().find((mail) => mail.id === id)?.html ?? null;
    },
    customer,
  };
}

function textTrait(traits: Traits, name: string): string | null {
  const value = traits[name]?.value;
  return typeof value === 'string' && value !== '' ? value : null;
}

function judge(
  definitions: RetentionDefinitions,
  record: ProfileRecord,
  nowMs: number,
): { why: string[]; risk: { band: RiskBand; score: number | null } } {
  const state = decodeState(record.state);
  // A customer of imported history is looked at from the end of that history.
  const atMs = record.clock === 'replay' ? record.judgedMs : nowMs;
  const { band, score, usualGapDays } = starterRisk(definitions.risk, state, atMs);
  return { why: reasons(state, usualGapDays, atMs), risk: { band, score } };
}

async function historyOf(ledger: LedgerReader, tenant: string, customerId: string): Promise<CustomerPage['history']> {
  const [transitions, deliveries, tasks, outcomes] = await Promise.all([
    ledger.transitionsOf(tenant, customerId, shownTransitions),
    ledger.deliveriesOf(tenant, customerId, shownTransitions),
    ledger.tasksOf(tenant, customerId, shownTransitions),
    ledger.outcomesOf(tenant, customerId, shownTransitions),
  ]);
  // The sort keeps this order among entries of one moment: the newest first, what follows above what caused it.
  const history = [
    ...deliveries.map((one) => ({ atMs: one.atMs, what: `E-mail "${one.template}" ${one.status}`, why: one.why })),
    ...tasks.map((one) => ({ atMs: one.createdMs, what: `Task: ${one.title}`, why: one.why })),
    ...outcomes.map((one) => ({
      atMs: one.measuredMs,
      what: `Measured ${one.playbook}: ${one.succeeded ? 'came back' : 'did not come back'}`,
      why: `${one.arm === 'holdout' ? 'held out, to compare with' : 'treated'}; goal: ${one.goal}`,
    })),
    ...transitions.map((one) => {
      return {
        atMs: Date.parse(one.occurredAt),
        what: describeTransition(one),
        why: `${describeRule(one)}${describeLeaf(one)} (${describeCause(one.why.cause)})`,
      };
    }),
  ];
  return history.sort((a, b) => b.atMs - a.atMs);
}

import { accountPrefix } from '#contracts/identifier.ts';
import type { ProfileRecord } from '#contracts/profile-record.ts';
import type { Deed } from '../workload/sim-event.ts';
import { bruteSegments } from './brute-force-segments.ts';
import { type EventsByWrite, eventsByWrite } from './events-by-write.ts';
import type { ExpectedWorld } from './expected-world.ts';
import { firstTurnMs, startsOf } from './first-turn.ts';
import { leftAloneBy, rulesKept, takenInBy } from './left-alone.ts';
import { factsOf } from './naive-facts.ts';
import { type SeenWorld, shownCustomer, type Write } from './seen-world.ts';
import { isSameStanding, type Judging, judge, type Standing, shownStanding, standingOf } from './stay-machine.ts';

const nobody: Standing = { stays: new Map(), riskBand: 'unknown' };

/** What the judgement of a write looked at. */
export function judgingOf(
  { record, generation }: Write,
  before: ProfileRecord | null,
  deeds: readonly Deed[],
): Judging {
  return {
    facts: factsOf(deeds),
    nowMs: record.judgedMs,
    segments: bruteSegments[generation],
    leftAlone: leftAloneBy(generation, before, record),
    told: new Set(record.relations.accounts.flatMap(({ segments }) => segments)),
    isHistory: record.clock === 'replay',
  };
}

/** The changes that a write must tell of, as a line each. */
function wantedChanges(before: Standing, after: Standing, record: ProfileRecord | null, write: Write): string[] {
  const takenIn = (name: string) => takenInBy(write.generation, name, record) ?? 'as usual';
  const entered = [...after.stays.keys()].filter((name) => !before.stays.has(name));
  const exited = [...before.stays.keys()].filter((name) => !after.stays.has(name));
  const held = [...after.stays].filter(([name, stay]) => stay.heldBack && before.stays.get(name)?.heldBack === false);
  return [
    ...entered.map((name) => `entered ${name} (${takenIn(name)})`),
    ...exited.map((name) => `exited ${name} (${takenIn(name)})`),
    ...held.map(([name]) => `held back in ${name}`),
    ...(before.riskBand === after.riskBand ? [] : [`risk from ${before.riskBand} to ${after.riskBand}`]),
  ].sort();
}

function toldChanges({ outbox }: ProfileRecord): string[] {
  const changes = (outbox?.changes ?? []).map((change) => {
    if (change.kind === 'risk') return `risk from ${change.from} to ${change.to}`;
    if (change.kind === 'held back') return `held back in ${change.segment}`;
    return `${change.kind} ${change.segment} (${change.takenIn ?? 'as usual'})`;
  });
  return changes.sort();
}

/** One judgement: how the customer stands after it, and what the write tells of it. */
function checkWrite(write: Write, before: ProfileRecord | null, deeds: readonly Deed[]): string[] {
  const { record } = write;
  const who = `${record.customerId} of ${record.tenant}, version ${record.version} at ${record.judgedMs}`;
  const was = before === null ? nobody : standingOf(before);
  const wanted = judge(judgingOf(write, before, deeds), was.stays);
  const got = standingOf(record);
  if (!isSameStanding(wanted, got)) {
    return [`${who}: expected ${shownStanding(wanted)}, got ${shownStanding(got)}, before ${shownStanding(was)}`];
  }
  // Layout 1 told only of entries, exits and the risk.
  if (write.item['body'] === undefined) return [];
  const [changes, told] = [wantedChanges(was, got, before, write).join(', '), toldChanges(record).join(', ')];
  return changes === told ? [] : [`${who}: expected it to tell that it [${changes}], got [${told}]`];
}

/** Whatever changes by itself until the end has been noticed, if the customer is live. */
function checkEnd(write: Write, before: ProfileRecord | null, deeds: readonly Deed[], endedMs: number): string[] {
  const { record } = write;
  if (record.clock === 'replay' || record.joined !== null) return [];
  const judging = { ...judgingOf(write, before, deeds), segments: rulesKept(record), leftAlone: new Set<string>() };
  const turnMs = firstTurnMs(judging, standingOf(record), endedMs + 1);
  if (turnMs === null) return [];
  const { customerId, tenant, judgedMs, wakeAtMs } = record;
  return [
    `${customerId} of ${tenant}: at ${turnMs} something changes by itself, and at ${endedMs} nobody has noticed; last judged at ${judgedMs}, to be woken at ${wakeAtMs}`,
  ];
}

function checkCustomer(
  key: string,
  writes: readonly Write[],
  told: EventsByWrite,
  expected: ExpectedWorld,
  seen: SeenWorld,
): string[] {
  const differences: string[] = [];
  let before = startsOf(expected, key);
  for (const [index, write] of writes.entries()) {
    const isLast = index === writes.length - 1;
    // At the end, what counts is known in any case.
    const deeds = told[index] ?? (isLast ? (expected.counted.get(key) ?? []) : null);
    if (write.record.joined === null && deeds !== null) {
      differences.push(...checkWrite(write, before, deeds));
      if (isLast) differences.push(...checkEnd(write, before, deeds, seen.evidence.endedMs));
    }
    before = write.record;
  }
  return differences.slice(0, 3);
}

/** Whether ids say which events each write counted; not where layout 1 was written. */
function tellsOfEach({ plan }: ExpectedWorld): boolean {
  return plan.olderItems.length === 0 && plan.deployment?.kind !== 'from layout 1';
}

/**
 * Every judgement of every customer was right: from how the customer stood before, and the events that counted by then, the
 * rules, evaluated anew over the raw events, lead to how it stood after, and to what the write told. And at the end nothing
 * has changed by itself that nobody noticed.
 */
export function checkMemberships(expected: ExpectedWorld, seen: SeenWorld): string[] {
  const differences: string[] = [];
  const events = eventsByWrite(expected, seen);
  for (const [key, writes] of seen.writes) {
    if (writes[0]?.record.customerId.startsWith(accountPrefix) === true) continue;
    const told = events.get(key) ?? [];
    const lost = told.indexOf(null);
    if (lost !== -1 && tellsOfEach(expected)) {
      differences.push(`${shownCustomer(key)}: the ids of write ${lost + 1} do not tell which events it counted`);
    }
    differences.push(...checkCustomer(key, writes, told, expected, seen));
  }
  return differences;
}

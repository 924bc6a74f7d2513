import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import { noRelations } from '#contracts/relations.ts';
import { foldEvents } from '#domain/profile/fold-event.ts';
import { type Before, judgeProfile } from '#domain/profile/judge-profile.ts';
import { emptyProfileState } from '#domain/profile/profile-state.ts';
import type { RetentionDefinitions } from '#domain/retention-definitions.ts';
import { bestOf } from './best-of.ts';
import { hundredSegments } from './hundred-segments.ts';
import { sampleEvents } from './sample-events.ts';

/** Figures of folding and judging on one core, beside bare `JSON.parse` of the same events. */
export type JudgingFigures = {
  readonly segments: number;
  readonly features: number;
  readonly eventsPerCustomer: number;
  readonly eventsPerJudgement: number;
  readonly foldEventsPerSecond: number;
  /** Fold and evaluate everything. */
  readonly eventsPerSecond: number;
  readonly judgementsPerSecond: number;
  readonly parseEventsPerSecond: number;
  readonly changesPerEvent: number;
};

const rounds = 7;
const eventsPerSession = 5;
const secondsBetween = 60;
const events = 20_000;
const nowMs = Date.UTC(2026, 0, 1);

/** Lives one customer: folds its events as they happen, a few at a time, and judges it each time, a second after the last. */
function live(definitions: RetentionDefinitions, pieces: readonly (readonly CanonicalEvent[])[]): number {
  let state = emptyProfileState;
  let before: Before | null = null;
  let changes = 0;
  let profileVersion = 0;
  for (const events of pieces) {
    profileVersion += 1;
    state = foldEvents(definitions.folding.customer, state, events);
    const judged = { subject: 'customer' as const, state, relations: noRelations, population: null };
    const judgedMs = (events.at(-1)?.timeMs ?? nowMs) + 1_000;
    const verdict = judgeProfile(definitions, judged, before, { profileVersion, nowMs: judgedMs, isHistory: false });
    changes += verdict.changes.length;
    const { memberships, risk } = verdict;
    before = { state, memberships, riskBand: risk.band, judged: verdict.judged, judgedMs, relations: noRelations };
  }
  return changes;
}

function foldOnly(definitions: RetentionDefinitions, pieces: readonly (readonly CanonicalEvent[])[]): number {
  let state = emptyProfileState;
  for (const events of pieces) state = foldEvents(definitions.folding.customer, state, events);
  return state.events;
}

/** The events of a customer as visits: a few of them a minute apart, as people are seen. */
function inSessions(events: readonly CanonicalEvent[]): CanonicalEvent[] {
  const inTime = events.toSorted((a, b) => a.timeMs - b.timeMs);
  return inTime.map((event, index) => {
    const first = inTime[index - (index % eventsPerSession)] ?? event;
    return { ...event, timeMs: first.timeMs + (index % eventsPerSession) * secondsBetween * 1_000 };
  });
}

function inPieces(events: readonly CanonicalEvent[], size: number): CanonicalEvent[][] {
  const pieces: CanonicalEvent[][] = [];
  for (let index = 0; index < events.length; index += size) pieces.push(events.slice(index, index + size));
  return pieces;
}

/**
 * Measures 100 segments over 60 features: customers who visit for 28 days, each with `eventsPerCustomer` events, of which
 * `eventsPerJudgement` are judged at a time. Who is new moves through more segments with each event than who comes often.
 */
export function measureJudgingPath(eventsPerCustomer: number, eventsPerJudgement: number): JudgingFigures {
  const definitions = hundredSegments();
  const customers = events / eventsPerCustomer;
  const all = sampleEvents({ customers, perCustomer: eventsPerCustomer, nowMs });
  const byCustomer = [...Map.groupBy(all, (event) => event.userId).values()];
  const lives = byCustomer.map((events) => inPieces(inSessions(events), eventsPerJudgement));
  const bodies = all.map((event) => JSON.stringify(event));
  const parseSeconds = bestOf(rounds, () => {
    for (const body of bodies) JSON.parse(body);
  });
  const foldSeconds = bestOf(rounds, () => {
    for (const pieces of lives) foldOnly(definitions, pieces);
  });
  let changes = 0;
  const seconds = bestOf(rounds, () => {
    changes = 0;
    for (const pieces of lives) changes += live(definitions, pieces);
  });
  return {
    segments: definitions.segments.length,
    features: definitions.features.size,
    eventsPerCustomer,
    eventsPerJudgement,
    foldEventsPerSecond: Math.round(all.length / foldSeconds),
    eventsPerSecond: Math.round(all.length / seconds),
    judgementsPerSecond: Math.round(all.length / eventsPerJudgement / seconds),
    parseEventsPerSecond: Math.round(all.length / parseSeconds),
    changesPerEvent: changes / all.length,
  };
}

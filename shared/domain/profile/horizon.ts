import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import { dayMs } from './profile-state.ts';

/** How old a live event may be when it is received. */
const lateHorizonDays = 30;

/** Longest time that a message may wait between being received and being worked on: 4 days in its queue, 14 in dead letters. */
const longestWaitDays = 18;

/** Longest time that the clocks of functions and senders, and the expiry of pages, may be apart, taken together. */
const slackDays = 1;

/** How long ids that came with an import are remembered, for history has no horizon: importing a year again counts nothing. */
const historyDays = 400;

/**
 * Why a live event comes too late to be counted, or null if it does not. What it says of itself decides, so that the answer
 * does not depend on how long it waited; the running clock is only a bound on that, for senders who name a wrong time of
 * receipt.
 */
export function tooLate(event: Pick<CanonicalEvent, 'timeMs' | 'receivedMs'>, nowMs: number): string | null {
  const { timeMs, receivedMs } = event;
  if (timeMs < receivedMs - lateHorizonDays * dayMs) return `more than ${lateHorizonDays} days before it was received`;
  const longestDays = lateHorizonDays + longestWaitDays;
  return timeMs < nowMs - longestDays * dayMs ? `more than ${longestDays} days ago` : null;
}

/**
 * When a page that is written at `nowMs` may be forgotten. The ids in it were counted by then, and a repetition of one of
 * those events is too late (`tooLate`) from the event's own time on plus the horizon and the longest wait.
 */
export function pageExpiryMs(nowMs: number, fromHistory: boolean): number {
  return nowMs + (fromHistory ? historyDays : lateHorizonDays + longestWaitDays + slackDays) * dayMs;
}

import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { Json } from '#contracts/json.ts';
import { latestTimeMs, parseIsoTimeMs } from '#contracts/time.ts';
import { plannedEvent, type TrackingPlan } from '#domain/ingest/tracking-plan.ts';

/** What tells when an account began, the most trustworthy first. */
export const beginningKinds = ['createdAt trait', 'signup event', 'first identify'] as const;
export type BeginningKind = (typeof beginningKinds)[number];

export type Beginning = { readonly kind: BeginningKind; readonly timeMs: number };

/** Traits that tell when the account was made. `createdAt` is the reserved one of the Segment specification. */
const traits = ['createdAt', 'created_at', 'created', 'signupDate', 'signup_date', 'signedUpAt', 'signed_up_at'];

/** A number above this counts milliseconds, one below counts seconds: as seconds it is the year 5138. */
const firstMilliseconds = 100_000_000_000;

/** A moment as JSON writes it: ISO text, or seconds or milliseconds since 1970. */
function momentIn(value: Json | undefined): number | null {
  if (typeof value === 'string') return parseIsoTimeMs(value.trim());
  if (typeof value !== 'number' || value <= 0) return null;
  const timeMs = Math.round(value < firstMilliseconds ? value * 1000 : value);
  return timeMs <= latestTimeMs ? timeMs : null;
}

/** What an event says about when its customer's account began; null if nothing. */
export function accountBeginning(
  plan: TrackingPlan,
  event: Pick<CanonicalEvent, 'type' | 'name' | 'timeMs' | 'properties'>,
): Beginning | null {
  if (event.type === 'identify') {
    for (const name of traits) {
      const timeMs = momentIn(event.properties[name]);
      if (timeMs !== null) return { kind: 'createdAt trait', timeMs };
    }
    return { kind: 'first identify', timeMs: event.timeMs };
  }
  const isSignup = event.type === 'track' && plannedEvent(plan, event.name)?.meaning === 'signup';
  return isSignup ? { kind: 'signup event', timeMs: event.timeMs } : null;
}

/** Of two beginnings the more trustworthy one, of equals the earlier. */
export function betterBeginning(a: Beginning | null, b: Beginning | null): Beginning | null {
  if (a === null || b === null) return a ?? b;
  const [rankA, rankB] = [beginningKinds.indexOf(a.kind), beginningKinds.indexOf(b.kind)];
  if (rankA !== rankB) return rankA < rankB ? a : b;
  return a.timeMs <= b.timeMs ? a : b;
}

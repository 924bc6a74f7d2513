import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { ClockMode } from '#contracts/clock-mode.ts';
import type { Population } from '#contracts/population.ts';
import { chance } from '../chance.ts';
import { type Draw, dayMs, drawEvent, drawing, hourMs, type Sender } from './draw-event.ts';

export const tenant = 'shop';

/** What the function gets at once, and when. */
export type Delivery = { readonly atMs: number; readonly clock: ClockMode; readonly events: readonly CanonicalEvent[] };

/** Some deliveries, and a moment after them at which nothing is on its way any more; null: something is. */
export type Round = { readonly deliveries: readonly Delivery[]; readonly lookMs: number | null };

/** What happens to a few customers, however it is duplicated, delayed and reordered. */
export type DrawnHistory = { readonly rounds: readonly Round[]; readonly populations: readonly Population[] };

const startMs = Date.UTC(2026, 0, 1);
const live: ClockMode = { mode: 'live' };

/** The visitors of the user `ada`; the third one is claimed by `bob` as well. */
const visitors = ['v1', 'v2', 'v3'] as const;

/** Everybody whose features are compared. */
export const cast: readonly string[] = [
  'ada',
  'bob',
  ...visitors.map((visitor) => `anonymous:${visitor}`),
  'account:acme',
];

/** Events at least so far apart in the order of receipt are never delivered in the other order. */
const apart = 100;

function senderOf({ chance: next, oneOf }: Draw): Sender {
  const kind = next();
  if (kind < 0.6) return { userId: 'ada', anonymousId: null };
  return kind < 0.9 ? { userId: null, anonymousId: oneOf(visitors) } : { userId: 'bob', anonymousId: null };
}

/** Seconds in a session, and days between sessions. */
function nextReceipt({ chance: next, between }: Draw, afterMs: number): number {
  return afterMs + (next() < 0.8 ? between(0, hourMs / 4) : between(hourMs, 6 * dayMs));
}

function claim(id: string, userId: string, anonymousId: string, receivedMs: number): CanonicalEvent {
  const told = { type: 'identify' as const, name: 'Identify', accountId: null, properties: {}, context: {} };
  return { ...told, tenant, id, userId, anonymousId, timeMs: receivedMs, receivedMs };
}

/** The same event once more: as it was, or as a sender sends it again, which is received later and says another time. */
function repeated(draw: Draw, event: CanonicalEvent, receivedMs: number): CanonicalEvent {
  if (draw.chance() < 0.5) return event;
  const timeMs = event.timeMs + draw.between(-60_000, 60_000);
  return { ...event, timeMs: Math.min(timeMs, receivedMs), receivedMs, properties: { ...event.properties, total: 1 } };
}

/** An event on its way, and when it comes: a repetition that is the same in everything was received before. */
type Coming = { readonly event: CanonicalEvent; readonly atMs: number };

/** Events in the order in which they come, repetitions long after what they repeat. */
function drawStream(draw: Draw, events: number): Coming[] {
  const stream: Coming[] = [];
  const claims = new Map([
    [draw.between(0, events), ['ada', 'v1']],
    [draw.between(0, events), ['ada', 'v2']],
    [draw.between(0, events / 2), [draw.oneOf(['ada', 'bob']), 'v3']],
    [draw.between(events / 2 + apart, events * 1.5), [draw.oneOf(['ada', 'bob']), 'v3']],
  ] as const);
  let atMs = startMs;
  const push = (event: CanonicalEvent) => stream.push({ event, atMs });
  for (let index = 0; index < events; index += 1) {
    atMs = nextReceipt(draw, atMs);
    const [user, visitor] = claims.get(index) ?? [];
    const earlier = stream[draw.between(0, stream.length - apart)];
    if (user !== undefined && visitor !== undefined) push(claim(`claim ${index}`, user, visitor, atMs));
    else if (stream.length > apart && earlier !== undefined && draw.chance() < 0.15) {
      push(repeated(draw, earlier.event, atMs));
    } else push(drawEvent(draw, tenant, `event ${index}`, senderOf(draw), atMs));
  }
  return stream;
}

function shuffled<T>({ between }: Draw, values: readonly T[]): T[] {
  const mixed = [...values];
  for (let index = mixed.length - 1; index > 0; index -= 1) {
    const other = between(0, index + 1);
    const [a, b] = [mixed[index], mixed[other]];
    if (a !== undefined && b !== undefined) [mixed[index], mixed[other]] = [b, a];
  }
  return mixed;
}

function split(draw: Draw, events: readonly CanonicalEvent[]): CanonicalEvent[][] {
  const parts: CanonicalEvent[][] = [];
  for (let from = 0; from < events.length; ) {
    const size = draw.between(1, 12);
    parts.push(events.slice(from, from + size));
    from += size;
  }
  return parts;
}

/** The stream in deliveries out of order, some of which wait for the next round. */
function drawRounds(draw: Draw, stream: readonly Coming[]): Round[] {
  const rounds: Round[] = [];
  let waiting: CanonicalEvent[][] = [];
  for (let from = 0; from < stream.length; ) {
    const size = draw.between(1, 30);
    const coming = stream.slice(from, from + size).map(({ event }) => event);
    const parts = split(draw, shuffled(draw, coming));
    from += size;
    const isLast = from >= stream.length;
    const now = shuffled(draw, [...waiting, ...parts]);
    waiting = isLast || draw.chance() < 0.7 ? [] : now.splice(0, draw.between(1, 3));
    const endMs = stream[Math.min(from, stream.length) - 1]?.atMs ?? startMs;
    const nextMs = stream[from]?.atMs ?? endMs + 40 * dayMs;
    const lookMs = waiting.length > 0 || nextMs <= endMs ? null : draw.between(endMs, nextMs);
    rounds.push({ deliveries: now.map((events) => ({ atMs: endMs, clock: live, events })), lookMs });
  }
  return rounds;
}

/** History of `ada` from before, as an import brings it: judged under its own time, or under the running clock. */
function drawImport(draw: Draw): Delivery {
  const isUnderItsTime = draw.chance() < 0.5;
  const events = Array.from({ length: draw.between(1, 60) }, (_, index) => {
    const timeMs = startMs - draw.between(1, 200 * dayMs);
    const from = { userId: 'ada', anonymousId: null };
    return { ...drawEvent(draw, tenant, `history ${index}`, from, timeMs), timeMs, receivedMs: startMs };
  });
  return { atMs: startMs, clock: { mode: 'replay', asOfMs: isUnderItsTime ? startMs : null }, events };
}

function drawPopulation(draw: Draw, effectiveFromMs: number): Population {
  const fifths = (most: number): [number, number, number, number] => {
    const [a = 0, b = 0, c = 0, d = 0] = Array.from({ length: 4 }, () => draw.between(0, most)).sort((x, y) => x - y);
    return [a, b, c, d];
  };
  const spread = (most: number) => ({ customers: 100, mean: draw.between(1, most) / 10, fifths: fifths(most) });
  const features = { money: spread(1_000), recency: spread(30), averageOrder: spread(10) };
  return { schemaVersion: 1, effectiveFromMs, customers: 100, features, clustering: null };
}

/** Draws what happens to the cast: `events` of them, late, duplicated and out of order, in batches of any size. */
export function drawHistory(seed: number, events: number): DrawnHistory {
  const draw = drawing(chance(seed));
  for (let skipped = 0; skipped < 20; skipped += 1) draw.chance();
  const imported = draw.chance() < 0.4 ? [{ deliveries: [drawImport(draw)], lookMs: startMs }] : [];
  const rounds = [...imported, ...drawRounds(draw, drawStream(draw, events))];
  const populations = Array.from({ length: draw.between(0, 6) }, () =>
    drawPopulation(draw, startMs + draw.between(0, 120 * dayMs)),
  );
  return { rounds, populations };
}

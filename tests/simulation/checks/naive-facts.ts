import { hashOfValue } from '#domain/features/hash-of-value.ts';
import { ticketTexts } from '../workload/draw-deed.ts';
import type { Deed } from '../workload/sim-event.ts';

export const dayMs = 86_400_000;

/** How kind the tickets sound, in thousandths, by the lexicon when it was looked up by hand. */
const tones: ReadonlyMap<unknown, number> = new Map([
  [ticketTexts[0], -778],
  [ticketTexts[1], 902],
  [ticketTexts[2], 0],
]);

/** How kind the text of an event sounds, −1 to 1; null where it has none. */
export function toneOf(deed: Deed): number | null {
  if (deed.name !== 'Support Ticket Opened') return null;
  const thousandths = tones.get(deed.properties['text']);
  return thousandths === undefined ? null : thousandths / 1_000;
}

/** The money of an event, in cents. */
export function centsOf(deed: Deed): number {
  return Math.round(Number(deed.properties['total']) * 100);
}

/** Whether an event is a sign of life. */
export function isActivity(deed: Deed): boolean {
  if (deed.context['active'] === false) return false;
  if (deed.type === 'page' || deed.type === 'screen') return true;
  return deed.type === 'track' && deed.name !== 'Order Refunded' && deed.name !== 'Subscription Cancelled';
}

/** What of a customer's events the rules ask about, told event by event without any code of the fold. Times newest first. */
export type Facts = {
  readonly events: number;
  readonly activeMs: readonly number[];
  readonly firstActiveMs: number | null;
  readonly activeDays: number;
  /** Days from the first active one to the last. */
  readonly spanDays: number;
  readonly cents: number;
  readonly cartMs: number | null;
  readonly boughtMs: readonly number[];
  readonly searchedMs: readonly number[];
  readonly exportedMs: readonly number[];
  readonly largeOrders: readonly { readonly timeMs: number; readonly cents: number }[];
  readonly plan: string | null;
  /** The last amounts of the three subscriptions that were told of last, in cents. */
  readonly revenueCents: number;
  readonly tone: number;
  readonly featuresUsed: number;
  readonly pagesSeen: number;
};

const newestFirst = (times: number[]) => times.sort((a, b) => b - a);

type Told<Value> = { readonly timeMs: number; readonly isEnd: boolean; readonly value: Value };

/** What was told later; of two things told at once that of a cancellation, and of two such the greater. */
function later<Value>(a: Told<Value> | null, b: Told<Value>): Told<Value> {
  if (a === null || a.timeMs !== b.timeMs) return a !== null && a.timeMs > b.timeMs ? a : b;
  if (a.isEnd !== b.isEnd) return a.isEnd ? a : b;
  return b.value > a.value ? b : a;
}

function revenueCentsOf(deeds: readonly Deed[]): number {
  const last = new Map<unknown, Told<number>>();
  for (const { name, timeMs, properties } of deeds) {
    const { subscription_id: key, mrr } = properties;
    const isTold = name === 'Subscription Updated' && key !== null && mrr !== null && mrr !== undefined;
    if (!isTold && name !== 'Subscription Cancelled') continue;
    const value = isTold ? Math.round(Number(mrr) * 100) : 0;
    last.set(key, later(last.get(key) ?? null, { timeMs, isEnd: !isTold, value }));
  }
  const hash = (key: unknown) => (typeof key === 'string' ? (hashOfValue(key) ?? 0) : 0);
  const newest = [...last].sort(([a, x], [b, y]) => y.timeMs - x.timeMs || hash(b) - hash(a)).slice(0, 3);
  return newest.reduce((sum, [, { value }]) => sum + value, 0);
}

function planOf(deeds: readonly Deed[]): string | null {
  let last: Told<string> | null = null;
  for (const { name, timeMs, properties } of deeds) {
    const { plan } = properties;
    const isEnd = name === 'Subscription Cancelled';
    if ((name === 'Plan Changed' || isEnd) && typeof plan === 'string')
      last = later(last, { timeMs, isEnd, value: plan });
  }
  return last?.value ?? null;
}

function toneLastTold(deeds: readonly Deed[]): number {
  let last: Told<number> | null = null;
  for (const deed of deeds) {
    const value = toneOf(deed);
    if (value !== null) last = later(last, { timeMs: deed.timeMs, isEnd: false, value });
  }
  return last?.value ?? 0;
}

function timesOf(deeds: readonly Deed[], isOne: (deed: Deed) => boolean): number[] {
  return newestFirst(deeds.filter(isOne).map((deed) => deed.timeMs));
}

const tallied = ['export', 'import', 'share', 'report'];

function tell(deeds: readonly Deed[]): Facts {
  const tracked = new Map<string, Deed[]>();
  for (const deed of deeds) {
    if (deed.type !== 'track') continue;
    const own = tracked.get(deed.name);
    if (own === undefined) tracked.set(deed.name, [deed]);
    else own.push(deed);
  }
  const named = (name: string): readonly Deed[] => tracked.get(name) ?? [];
  const all = () => true;
  const activeMs = timesOf(deeds, isActivity);
  const days = new Set(activeMs.map((timeMs) => Math.floor(timeMs / dayMs)));
  const [newestMs = 0, oldestMs = null] = [activeMs[0], activeMs.at(-1)];
  const orders = named('Order Completed');
  const cancelled = named('Subscription Cancelled');
  const used = named('Feature Used');
  const sum = (some: readonly Deed[]) => some.reduce((cents, deed) => cents + centsOf(deed), 0);
  const isLarge = ({ properties: { total } }: Deed) => Number(total) >= 20;
  const features = new Set(used.map((deed) => deed.properties['feature']));
  const pages = deeds.filter((deed) => deed.type === 'page').map((deed) => deed.properties['path']);
  return {
    events: deeds.length,
    activeMs,
    firstActiveMs: oldestMs,
    activeDays: days.size,
    spanDays: oldestMs === null ? 0 : Math.floor(newestMs / dayMs) - Math.floor(oldestMs / dayMs),
    cents: sum(orders) - sum(named('Order Refunded')),
    cartMs: timesOf(named('Product Added'), all)[0] ?? null,
    boughtMs: timesOf(orders, all),
    searchedMs: timesOf(named('Search'), all),
    exportedMs: timesOf(used, (deed) => deed.properties['feature'] === 'export'),
    largeOrders: orders.filter(isLarge).map((deed) => ({ timeMs: deed.timeMs, cents: centsOf(deed) })),
    plan: planOf([...named('Plan Changed'), ...cancelled]),
    revenueCents: revenueCentsOf([...named('Subscription Updated'), ...cancelled]),
    tone: toneLastTold(named('Support Ticket Opened')),
    featuresUsed: tallied.filter((value) => features.has(value)).length,
    pagesSeen: new Set(pages).size,
  };
}

const told = new WeakMap<readonly Deed[], Facts>();

/** Tells the events of a customer, in whatever order they are; each list once, for several checks ask. */
export function factsOf(deeds: readonly Deed[]): Facts {
  const facts = told.get(deeds) ?? tell(deeds);
  told.set(deeds, facts);
  return facts;
}

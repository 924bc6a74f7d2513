import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { NumberSource, Setting, ValueSource } from '#domain/features/cell.ts';
import type { FeatureExpression } from '#domain/features/feature-expression.ts';
import type { FeatureValue } from '#domain/features/reading.ts';
import { selected, valueAt } from './brute-force-select.ts';

type Of<Kind extends FeatureExpression['kind']> = Extract<FeatureExpression, { kind: Kind }>;

const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

/** The events of the example plan that carry money. */
const moneyNames = ['Bought', 'Returned'];

/** A number as it counts: rounded to the decimals that are kept. */
export function numberOf(event: CanonicalEvent, source: NumberSource): number | null {
  if (source.from === 'constant') return source.number;
  if (source.from === 'money') {
    return event.type === 'track' && moneyNames.includes(event.name) ? Number(event.properties['total']) : 0;
  }
  const value = valueAt(event, source.from === 'sentiment' ? 'holdfastSentiment' : source.property);
  if (typeof value !== 'number') return null;
  const scale = source.from === 'property' ? source.scale : 1_000;
  return (Math.sign(value) * Math.round(Math.abs(value) * scale)) / scale;
}

/** What one setting made of one event; `rank` is the place of the setting. */
type Made<Value> = { readonly event: CanonicalEvent; readonly rank: number; readonly value: Value };

/** Every setting of every event with its time; `null`s told nothing. */
function settings<Source, Value>(
  events: readonly CanonicalEvent[],
  all: readonly Setting<Source>[],
  read: (event: CanonicalEvent, source: Source) => Value | null,
): Made<Value>[] {
  return all.flatMap(({ on, to }, rank) =>
    selected(events, on).flatMap((event) => {
      const value = read(event, to);
      return value === null ? [] : [{ event, rank, value }];
    }),
  );
}

function valueOfSource(event: CanonicalEvent, source: ValueSource): string | number | boolean | null {
  if (source.from === 'constant') return source.value;
  const value = valueAt(event, source.property);
  if (value === undefined || value === null || typeof value === 'object') return null;
  if (source.type === 'text') return String(value);
  if (source.type === 'boolean') return typeof value === 'boolean' ? value : null;
  return typeof value === 'number' ? value : null;
}

/** Below 0 where `a` goes before `b`: earlier; at the same moment by what is declared earlier; of the same setting the smaller. */
function compareMade<Value extends string | number | boolean>(a: Made<Value>, b: Made<Value>): number {
  return a.event.timeMs - b.event.timeMs || a.rank - b.rank || (a.value < b.value ? -1 : 1);
}

/** The value that was set last. */
export function latestValue(events: readonly CanonicalEvent[], all: readonly Setting<ValueSource>[]): FeatureValue {
  return settings(events, all, valueOfSource).toSorted(compareMade).at(-1)?.value ?? null;
}

/** Over the keys that were set most lately: the sum of their numbers, or how many are above 0. */
export function keyedValue(events: readonly CanonicalEvent[], expression: Of<'keyed'>): number {
  const byKey = new Map<unknown, { timeMs: number; value: number }>();
  for (const { event, value } of settings(events, expression.settings, numberOf).toSorted(compareMade)) {
    const key = expression.key === null ? 'all' : valueAt(event, expression.key);
    if (key !== undefined) byKey.set(key, { timeMs: event.timeMs, value });
  }
  const newest = [...byKey.values()].toSorted((a, b) => b.timeMs - a.timeMs).slice(0, expression.keep);
  if (expression.measure === 'above zero') return newest.filter(({ value }) => value > 0).length;
  return sumOf(newest.map(({ value }) => value));
}

/** What is measured of how often each of some values was seen. */
export function tallyValue(
  events: readonly CanonicalEvent[],
  { of, property, values, measure, core }: Of<'tally'>,
): number | null {
  const seen = selected(events, of)
    .map((event) => String(valueAt(event, property)))
    .filter((value) => values.includes(value));
  const shares = values.map((value) => seen.filter((one) => one === value).length / Math.max(1, seen.length));
  if (measure === 'used') return new Set(seen).size;
  if (measure === 'share used') return new Set(seen).size / values.length;
  if (seen.length === 0) return null;
  if (measure === 'largest share') return Math.max(...shares);
  if (measure === 'core share') return seen.filter((value) => core.includes(value)).length / seen.length;
  return -sumOf(shares.filter((share) => share > 0).map((share) => (share * Math.log(share)) / Math.LN2));
}

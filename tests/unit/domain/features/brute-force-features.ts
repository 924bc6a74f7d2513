import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { EventSelector } from '#contracts/event-selector.ts';
import type { Population } from '#contracts/population.ts';
import type { MemberCounts } from '#contracts/relations.ts';
import type { EventMoment, FeatureExpression } from '#domain/features/feature-expression.ts';
import type { FeatureValue } from '#domain/features/reading.ts';
import { keyedValue, latestValue, numberOf, tallyValue } from './brute-force-registers.ts';
import { selected, valueAt } from './brute-force-select.ts';
import { poissonChange, straightLine } from './brute-force-trends.ts';

const dayMs = 86_400_000;

/** One customer or account at one time, as raw as it gets. */
export type RawSubject = {
  readonly events: readonly CanonicalEvent[];
  readonly nowMs: number;
  readonly population: Population | null;
  readonly members: MemberCounts | null;
  /** Other features by name. */
  readonly others: ReadonlyMap<string, FeatureExpression>;
};

type Of<Kind extends FeatureExpression['kind']> = Extract<FeatureExpression, { kind: Kind }>;

const dateOf = (timeMs: number) => new Date(timeMs).toISOString().slice(0, 10);
const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

function timesOf({ events }: RawSubject, of: EventSelector): number[] {
  return selected(events, of).map(({ timeMs }) => timeMs);
}

function momentOf(subject: RawSubject, { edge, of }: EventMoment): number | undefined {
  const times = timesOf(subject, of);
  return edge === 'first' ? times[0] : times.at(-1);
}

function daysFrom(sinceMs: number | undefined, nowMs: number): number | null {
  return sinceMs === undefined ? null : Math.max(0, (nowMs - sinceMs) / dayMs);
}

/** The events of `days` dates, the last of them so many days ago. */
function inWindow(subject: RawSubject, of: EventSelector, days: number, endingDaysAgo = 0): CanonicalEvent[] {
  const dates = Array.from({ length: days }, (_, back) => dateOf(subject.nowMs - (back + endingDaysAgo) * dayMs));
  return selected(subject.events, of).filter(({ timeMs }) => dates.includes(dateOf(timeMs)));
}

function windowValue(subject: RawSubject, { of, measure, sum, days, endingDaysAgo }: Of<'window'>): number {
  const events = inWindow(subject, of, days, endingDaysAgo);
  if (measure === 'count') return events.length;
  if (measure === 'active days') return new Set(events.map(({ timeMs }) => dateOf(timeMs))).size;
  return sum === null ? 0 : sumOf(events.map((event) => numberOf(event, sum) ?? 0));
}

function halfHoursOf(subject: RawSubject, of: EventSelector, days: number): number[] {
  return [...new Set(inWindow(subject, of, days).map(({ timeMs }) => Math.floor(timeMs / (dayMs / 48))))];
}

function trendValue(subject: RawSubject, { of, sum, weeks, measure }: Of<'trend'>): number | null {
  const firstMs = timesOf(subject, { events: { by: 'activity' }, where: [] })[0];
  if (firstMs === undefined) return null;
  const tomorrowMs = (Math.floor(subject.nowMs / dayMs) + 1) * dayMs;
  const values: number[] = [];
  // Week by week into the past, as long as the week does not begin before the first day.
  for (let endMs = tomorrowMs; values.length < weeks; endMs -= 7 * dayMs) {
    const beginMs = endMs - 7 * dayMs;
    if (beginMs < Math.floor(firstMs / dayMs) * dayMs) break;
    const inside = selected(subject.events, of).filter(({ timeMs }) => timeMs >= beginMs && timeMs < endMs);
    values.unshift(sum === null ? inside.length : sumOf(inside.map((event) => numberOf(event, sum) ?? 0)));
  }
  return measure === 'slope' ? straightLine(values) : poissonChange(values);
}

function gapsValue(subject: RawSubject, { of, expectedGapDays, strength }: Of<'gaps since'>): number | null {
  const times = timesOf(subject, of);
  const gapsMs = times.slice(1).map((timeMs, index) => timeMs - (times[index] ?? 0));
  const since = daysFrom(times.at(-1), subject.nowMs);
  return since === null
    ? null
    : since / ((strength * expectedGapDays + sumOf(gapsMs) / dayMs) / (strength + gapsMs.length));
}

function funnelValue(subject: RawSubject, { steps, along, measure }: Of<'funnel'>): FeatureValue {
  const times = steps.map(({ of }) => momentOf(subject, { edge: along === 'first' ? 'first' : 'last', of }));
  let done = 0;
  while (done < times.length) {
    const reached = times[done];
    const before = times[done - 1];
    if (reached === undefined || (before !== undefined && reached < before)) break;
    done += 1;
  }
  if (measure === 'steps done') return done;
  if (measure === 'last step') return steps[done - 1]?.name ?? null;
  return done === 0 || done === steps.length ? null : daysFrom(times[done - 1], subject.nowMs);
}

function numeric(subject: RawSubject, expression: FeatureExpression): number | null {
  const value = bruteForce(subject, expression);
  return typeof value === 'number' ? value : null;
}

function shrunkValue(subject: RawSubject, { of, by, towards }: Of<'shrunk ratio'>): number | null {
  const { strength, mean } = towards;
  const prior = mean.from === 'number' ? mean.number : subject.population?.features[mean.feature]?.mean;
  const successes = numeric(subject, of);
  const tries = numeric(subject, by);
  if (prior === undefined || successes === null || tries === null || tries < 0) return null;
  return (strength * prior + successes) / (strength + tries);
}

function scoreValue(subject: RawSubject, { feature, best }: Of<'score'>): number | null {
  const expression = subject.others.get(feature);
  const fifths = subject.population?.features[feature]?.fifths;
  const value = expression === undefined ? null : numeric(subject, expression);
  if (fifths === undefined || value === null) return null;
  const fromLowest = [...fifths, Number.POSITIVE_INFINITY].findIndex((fifth) => value <= fifth) + 1;
  return best === 'high' ? fromLowest : 6 - fromLowest;
}

function membersValue({ members }: RawSubject, { segment, measure }: Of<'members'>): number | null {
  const count = segment === null ? members?.count : members?.inSegments[segment];
  if (members === null || count === undefined) return null;
  if (measure === 'count') return count;
  return members.count === 0 ? null : count / members.count;
}

/** What a feature is at a time, straight from the events, as its expression is documented. */
export function bruteForce(subject: RawSubject, expression: FeatureExpression): FeatureValue {
  const { nowMs, events } = subject;
  switch (expression.kind) {
    case 'days since':
      return daysFrom(momentOf(subject, expression.moment), nowMs);
    case 'days until': {
      const timeMs = latestValue(events, expression.settings);
      return typeof timeMs === 'number' ? (timeMs - nowMs) / dayMs : null;
    }
    case 'days between': {
      const fromMs = momentOf(subject, expression.from);
      const toMs = momentOf(subject, expression.to);
      return fromMs === undefined || toMs === undefined || toMs < fromMs ? null : (toMs - fromMs) / dayMs;
    }
    case 'count':
      return selected(events, expression.of).length;
    case 'sum':
      return sumOf(selected(events, expression.of).map((event) => numberOf(event, expression.sum) ?? 0));
    case 'net money': {
      const money = (name: string) =>
        sumOf(
          selected(events, { events: { by: 'name', names: [name] }, where: [] }).map((event) =>
            Number(event.properties['total']),
          ),
        );
      return money('Bought') - money('Returned');
    }
    case 'window':
      return windowValue(subject, expression);
    case 'sessions': {
      const halfHours = halfHoursOf(subject, expression.of, expression.days);
      return halfHours.filter((halfHour) => !halfHours.includes(halfHour - 1)).length;
    }
    case 'share on weekdays': {
      const inside = inWindow(subject, expression.of, expression.days);
      const on = inside.filter(({ timeMs }) => expression.weekdays.includes(new Date(timeMs).getUTCDay()));
      return inside.length === 0 ? null : on.length / inside.length;
    }
    case 'share in hours': {
      const hours = halfHoursOf(subject, expression.of, expression.days).map((halfHour) => (halfHour % 48) / 2);
      const { from, to } = expression;
      const inside = hours.filter((hour) => (from < to ? hour >= from && hour < to : hour >= from || hour < to));
      return hours.length === 0 ? null : inside.length / hours.length;
    }
    case 'latest':
      return latestValue(events, expression.settings);
    case 'keyed':
      return keyedValue(events, expression);
    case 'tally':
      return tallyValue(events, expression);
    case 'distinct': {
      const values = selected(events, expression.of).map((event) => valueAt(event, expression.property));
      return new Set(values.filter((value) => value !== undefined && value !== null)).size;
    }
    case 'trend':
      return trendValue(subject, expression);
    case 'gaps since':
      return gapsValue(subject, expression);
    case 'funnel':
      return funnelValue(subject, expression);
    case 'ratio': {
      const of = numeric(subject, expression.of);
      const by = numeric(subject, expression.by);
      return of === null || by === null || by === 0 ? expression.otherwise : of / by;
    }
    case 'difference': {
      const of = numeric(subject, expression.of);
      const less = numeric(subject, expression.less);
      return of === null || less === null ? null : of - less;
    }
    case 'total': {
      const parts = expression.of.map((part) => numeric(subject, part));
      return parts.includes(null) ? null : sumOf(parts.map(Number));
    }
    case 'times': {
      const of = numeric(subject, expression.of);
      return of === null ? null : of * expression.factor;
    }
    case 'shrunk ratio':
      return shrunkValue(subject, expression);
    case 'score':
      return scoreValue(subject, expression);
    case 'feature': {
      const other = subject.others.get(expression.name);
      return other === undefined ? null : bruteForce(subject, other);
    }
    case 'members':
      return membersValue(subject, expression);
  }
}

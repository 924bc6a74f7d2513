import type { ArchivedEvent } from '#contracts/archived-event.ts';
import { propertyIs } from '#domain/features/builders/conditions.ts';
import { count, countWithin } from '#domain/features/builders/counts.ts';
import { feature } from '#domain/features/builders/feature.ts';
import { membersIn, score } from '#domain/features/builders/others.ts';
import { activity, event, last } from '#domain/features/builders/select.ts';
import { daysSince } from '#domain/features/builders/time.ts';
import type { HistoricalEvent } from '#domain/features/event-history.ts';
import { defineRetention } from '#domain/retention-definitions.ts';
import { atLeast, segment } from '#domain/segments/rule-builders.ts';
import { exampleRisk } from '../example-definitions.ts';
import { examplePlan } from '../example-event.ts';

const exportUses = event('Feature Used', propertyIs('feature', 'export'));
const exports28 = feature('exports28', countWithin(exportUses, 28), { description: 'exports in 28 days' });
const recency = feature('recency', daysSince(last(activity())), { description: 'time since the last activity' });
const exportScore = feature('exportScore', score(exports28, { best: 'high' }), {
  description: 'the fifth of the exports',
});
const accountUses = feature('accountUses', count(activity()), { description: 'what was done', subject: 'account' });
const keen = segment('keen', { version: 1, description: 'Exports.', rule: atLeast(exports28, 1) });
const keenMembers = feature('keenMembers', membersIn('keen'), {
  description: 'members who export',
  subject: 'account',
});

/** Features of a customer, of the population, of an account, and of the members of an account. */
export const pointInTimeExample = defineRetention({
  plan: examplePlan,
  features: [recency, exports28, exportScore, accountUses, keenMembers],
  risk: exampleRisk,
  segments: [keen],
  playbooks: [],
  templates: [],
});

export const dayMs = 86_400_000;

/** The first of January 2026. */
export const startMs = Date.UTC(2026, 0, 1);

/** An archived use of "export" by ada, received on a day (0: the first of January) when it happened. */
export function archivedUse(id: string, day: number, more: Partial<ArchivedEvent> = {}): ArchivedEvent {
  const timeMs = startMs + day * dayMs;
  return {
    ...{ tenant: 'shop', id, type: 'track', name: 'Feature Used', userId: 'ada', anonymousId: null, accountId: null },
    ...{ timeMs, receivedMs: timeMs, properties: { feature: 'export' }, context: {} },
    ...{ source: 'app', correlationId: 'r', mode: 'live', asOfMs: null, ...more },
  };
}

/** The events as those of their customer. */
export function ownEvents(...events: ArchivedEvent[]): HistoricalEvent[] {
  return events.map((one) => ({ event: one, visitor: null }));
}

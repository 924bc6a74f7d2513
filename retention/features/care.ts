import { ratio } from '#domain/features/builders/arithmetic.ts';
import { propertyContains, propertyIs, propertyPresent, textWasScored } from '#domain/features/builders/conditions.ts';
import { count, countWithin, sum } from '#domain/features/builders/counts.ts';
import { feature } from '#domain/features/builders/feature.ts';
import { keysAboveZero, latest } from '#domain/features/builders/registers.ts';
import { calls, event, last, meaning } from '#domain/features/builders/select.ts';
import { always, numberIn, numberOf, sentiment, set } from '#domain/features/builders/sources.ts';
import { daysSince } from '#domain/features/builders/time.ts';

/** Events with a text that was scored. */
export const scoredText = event(['Support Ticket Opened', 'Product Reviewed'], textWasScored());
export const rated = event(['Survey Answered', 'Support Ticket Resolved'], propertyPresent('csat'));
export const escalated = meaning('ticket', propertyIs('escalated', true));

export const ticketCount = feature('ticketCount', count(meaning('ticket')), {
  description: 'number of support tickets',
});

export const ticketsUnresolved = feature(
  'ticketsUnresolved',
  keysAboveZero(
    { key: 'ticket_id', keep: 2 },
    set(meaning('ticket'), always(1)),
    set(meaning('ticket resolved'), always(0)),
  ),
  {
    unit: 'tickets',
    description: 'number of support tickets that are not resolved, of the 2 that changed last',
  },
);

export const escalations = feature('escalations', count(escalated), {
  description: 'number of support tickets that were escalated',
});

export const errors7 = feature('errors7', countWithin(event('Error Occurred'), 7), {
  description: 'errors in 7 days',
});

const cancelPage = calls('page', propertyContains('path', 'cancel'));

export const cancelPageVisits = feature('cancelPageVisits', count(cancelPage), {
  description: 'number of visits to a page for cancelling',
});

export const daysSinceCancelPage = feature('daysSinceCancelPage', daysSince(last(cancelPage)), {
  description: 'time since a page for cancelling was last visited',
});

export const sentimentMean = feature('sentimentMean', ratio(sum(scoredText, sentiment), count(scoredText)), {
  unit: 'from −1 to 1',
  description: 'mean sentiment of tickets and reviews',
});

export const csat = feature('csat', ratio(sum(rated, numberOf('csat', { decimals: 2 })), count(rated)), {
  unit: 'of 5',
  description: 'mean satisfaction',
});

export const nps = feature('nps', latest(set(event('Survey Answered'), numberIn('nps'))), {
  unit: 'of 10',
  description: 'latest answer to how likely a recommendation is',
});

export const careFeatures = [
  ticketCount,
  ticketsUnresolved,
  escalations,
  errors7,
  cancelPageVisits,
  daysSinceCancelPage,
  sentimentMean,
  csat,
  nps,
];

import { subjectOf } from '#domain/profile/customer-of.ts';
import { wrappedRows } from '../wrapped-rows.ts';
import { actionLines } from './action-lines.ts';
import type { Explanation } from './explain-customer.ts';
import type { ExplainedFeature } from './explain-features.ts';
import { identityLines } from './identity-lines.ts';
import { relationLines } from './relation-lines.ts';
import { indented, minute, quantityText, section, shownValue } from './text-lines.ts';
import { transitionLines } from './transition-lines.ts';

/** Days shown to people; `--json` has all that are kept. */
const daysShown = 14;

/** How the profile lies in the store: for whoever wonders what it costs and what it remembers. */
function storedLines({ stored, joinedInto }: Explanation): string[] {
  const paged = {
    none: 'no page',
    filter: 'pages, with a filter in the item',
    look: 'pages that are asked each time',
    older: 'pages of layout 1',
  };
  const rows = [
    ['item', `${stored.bytes} bytes, layout ${stored.layout}, version ${stored.version}`],
    ['event ids', `${stored.recentIds} in the item, ${paged[stored.pagedIds]}`],
    ['events counted', String(stored.events)],
    ['declared state', `${stored.cells.complete} of ${stored.cells.declared} cells complete`],
  ];
  if (joinedInto !== null) rows.unshift(['joined into', `${joinedInto}: its events count there`]);
  return indented(rows);
}

function riskLines({ risk, clock }: Explanation): string[] {
  if (risk.score === null) return ['  unknown: no activity yet, so nothing is claimed'];
  const changed = risk.storedBand === risk.band ? '' : `; when last judged it was ${risk.storedBand}`;
  return [
    `  ${risk.score.toFixed(2)} of 1: ${risk.band}${changed}`,
    `  by the ${risk.judgedBy}: a rule, not a trained model, and no probability`,
    `  from ${risk.activeDays} active day${risk.activeDays === 1 ? '' : 's'} and a usual gap of ${risk.usualGapDays.toFixed(1)} days${clock === 'replay' ? ', as of the replayed time' : ''}`,
  ];
}

function nextLine({ nextLook, clock }: Explanation): string {
  if (clock === 'replay') return 'only history so far: judged under its own time, not woken, and not contacted';
  return nextLook === null ? 'nothing would change by itself; the next event is looked at' : minute(nextLook);
}

/** Units that are said along with the number, or need no saying. */
const saidAlready: ReadonlySet<string> = new Set(['days', 'share', 'money']);

function featureCells({ name, value, unit, description }: ExplainedFeature): string[] {
  return [`  ${name}`, quantityText(value, unit), saidAlready.has(unit) ? '' : unit, description];
}

/** Features with a value as a table, and the names of the others. */
function featureLines(features: readonly ExplainedFeature[]): string[] {
  const known = features.filter(({ isComplete, value }) => isComplete && value !== null);
  const named = (title: string, ones: readonly ExplainedFeature[]) =>
    ones.length === 0 ? [] : wrappedRows([[`  ${title}`, ones.map(({ name }) => name).join(', ')]]);
  return [
    ...wrappedRows(known.map(featureCells)),
    ...named(
      'without a value:',
      features.filter(({ isComplete, value }) => isComplete && value === null),
    ),
    ...named(
      'not complete yet ("holdfast features backfill"):',
      features.filter(({ isComplete }) => !isComplete),
    ),
  ];
}

/** How the customer stands, and what is known that this follows from. */
function standingLines(explanation: Explanation): string[] {
  const { state, features, segments, notJudged } = explanation;
  const days = state.days.slice(-daysShown);
  const daysTitle =
    days.length < state.days.length ? `Days (the last ${days.length} of ${state.days.length} kept)` : 'Days';
  return [
    ...indented([
      ['last judged', minute(explanation.judgedAt)],
      ['looked at next', nextLine(explanation)],
    ]),
    ...section('Churn risk', riskLines(explanation), ''),
    ...section(
      'Segments',
      wrappedRows(
        segments.map((one) => [
          `  ${one.name}`,
          `since ${minute(one.since)}`,
          one.heldBack ? 'held back' : '',
          one.rule,
        ]),
      ),
      'in none',
    ),
    ...(notJudged.length === 0 ? [] : [`  not judged until the state is complete: ${notJudged.join(', ')}`]),
    ...section('Features', featureLines(features), 'none are declared'),
    ...section(
      'All events',
      indented(
        state.totals.map((one) => [
          one.meaning,
          String(one.count),
          shownValue(one.money, 'money'),
          `${minute(one.first)} to ${minute(one.last)}`,
        ]),
      ),
      'nothing that counts',
    ),
    ...section(
      daysTitle,
      indented(
        days.map((one) => [
          one.day,
          `activities ${one.activities}`,
          `purchases ${one.purchases}`,
          `money ${shownValue(one.money, 'money')}`,
        ]),
      ),
      'none',
    ),
  ];
}

/** The explanation for people: aligned columns, times in UTC, money with two decimals. */
export function renderExplanation(explanation: Explanation): string {
  const { tenant, customerId, joinedInto, transitions } = explanation;
  const lines = [
    `${subjectOf(customerId) === 'account' ? 'Account' : 'Customer'} ${customerId} of ${tenant}, as of ${minute(explanation.at)} UTC`,
    // What has become part of another has no standing of its own.
    ...(joinedInto === null
      ? standingLines(explanation)
      : [`  has become part of ${joinedInto}; see: holdfast why ${joinedInto}`]),
    ...identityLines(explanation.identity),
    ...relationLines(explanation),
    ...section('How it came to this (newest first)', transitions.flatMap(transitionLines), 'no transitions'),
    ...actionLines(explanation),
    ...section('Stored', storedLines(explanation), ''),
  ];
  return lines.join('\n');
}

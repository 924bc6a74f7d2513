import { isoTime } from '#contracts/time.ts';
import type { Cause, Transition, Why } from '#contracts/transition.ts';
import { ruleStoppedHolding } from '#domain/profile/rule-stopped-holding.ts';
import type { Explanation } from './explain-customer.ts';
import { identityLines } from './identity-lines.ts';
import { indented, minute, section } from './text-lines.ts';

/** Days shown to people; `--json` has all that are kept. */
const daysShown = 14;

function value(found: number | string | null, unit: string): string {
  if (found === null) return '–';
  if (typeof found === 'string') return found;
  return unit === 'money' ? found.toFixed(2) : String(Math.round(found * 100) / 100);
}

function valuesText(values: Why['values']): string {
  return Object.entries(values)
    .map(([name, found]) => `${name} ${value(found, '')}`)
    .join(', ');
}

function whatChanged(transition: Transition): string {
  if (transition.type === 'Churn Risk Changed') return `churn risk ${transition.from} → ${transition.to}`;
  return `${transition.type === 'Segment Entered' ? 'entered' : 'left'} ${transition.segment}`;
}

function causeText(cause: Cause): string {
  if (cause.kind === 'time') return 'by the passing of time';
  if (cause.kind === 'join') return `by being joined with ${cause.customerId}`;
  return `by ${cause.eventName} (${cause.eventId})`;
}

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
  ];
  if (joinedInto !== null) rows.unshift(['joined into', `${joinedInto}: its events count there`]);
  return indented(rows);
}

function transitionLines(transition: Transition): string[] {
  const { why, occurredAt, mode } = transition;
  const values = valuesText(why.values);
  const rule = ruleStoppedHolding(transition) ? `it is no longer so that ${why.rule}` : why.rule;
  return [
    `  ${minute(occurredAt)}  ${whatChanged(transition)}${mode === 'replay' ? '  (replay)' : ''}`,
    `      because ${rule}${values === '' ? '' : `: ${values}`}`,
    `      ${causeText(why.cause)}`,
  ];
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

function actionLines(explanation: Explanation): string[] {
  const { runs, deliveries, tasks, outcomes } = explanation;
  return [
    ...section(
      'Playbooks',
      indented(
        runs.map((run) => [
          run.playbook,
          run.arm === 'holdout' ? 'held out: gets nothing, and is watched the same' : 'treated',
          `since ${minute(isoTime(run.startedMs))}`,
          run.ended ?? run.status,
          run.wakeAtMs === null ? '' : `goes on ${minute(isoTime(run.wakeAtMs))}`,
        ]),
      ),
      'none has begun for this customer',
    ),
    ...section(
      'E-mails',
      indented(
        deliveries.map((one) => [
          minute(isoTime(one.atMs)),
          one.template,
          one.status,
          one.status === 'withheld' ? one.reason : '',
        ]),
      ),
      'none',
    ),
    ...section(
      'Tasks',
      indented(
        tasks.map((one) => [
          minute(isoTime(one.createdMs)),
          one.title,
          one.status,
          `due ${minute(isoTime(one.dueMs))}`,
        ]),
      ),
      'none',
    ),
    ...section(
      'Outcomes',
      indented(
        outcomes.map((one) => [
          minute(isoTime(one.measuredMs)),
          one.playbook,
          one.arm,
          one.goal,
          one.succeeded ? 'reached' : 'not reached',
        ]),
      ),
      'none measured yet',
    ),
  ];
}

function nextLine({ nextLook, clock }: Explanation): string {
  if (clock === 'replay') return 'only history so far: judged under its own time, not woken, and not contacted';
  return nextLook === null ? 'nothing would change by itself; the next event is looked at' : minute(nextLook);
}

/** How the customer stands, and what is known that this follows from. */
function standingLines(explanation: Explanation): string[] {
  const { state, features, segments } = explanation;
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
      indented(segments.map((one) => [one.name, `since ${minute(one.since)}`, one.rule])),
      'in none',
    ),
    ...section(
      'Features',
      indented(
        features.map((one) => [
          one.name,
          value(one.value, one.unit),
          one.unit === 'money' ? '' : one.unit,
          one.description,
        ]),
      ),
      'none are declared',
    ),
    ...section(
      'All events',
      indented(
        state.totals.map((one) => [
          one.meaning,
          String(one.count),
          value(one.money, 'money'),
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
          `money ${value(one.money, 'money')}`,
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
    `Customer ${customerId} of ${tenant}, as of ${minute(explanation.at)} UTC`,
    // What has become part of another has no standing of its own.
    ...(joinedInto === null
      ? standingLines(explanation)
      : [`  has become part of ${joinedInto}; see: holdfast why ${joinedInto}`]),
    ...identityLines(explanation.identity),
    ...section('How it came to this (newest first)', transitions.flatMap(transitionLines), 'no transitions'),
    ...actionLines(explanation),
    ...section('Stored', storedLines(explanation), ''),
  ];
  return lines.join('\n');
}

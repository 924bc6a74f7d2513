import { section } from '../customer/text-lines.ts';
import { type LeaveReason, leaveReasons } from '../replay/decide-customer.ts';
import { wrappedRows } from '../wrapped-rows.ts';
import type { BackfillSummary } from './run-backfill.ts';

/** What to do about those who could not be filled. */
const advice: Readonly<Record<LeaveReason, string>> = {
  'archive incomplete':
    'the archive lacks events that they have counted: wait some minutes until it is written, then run the same command again; if they stay, their events are older than the archive, and the feature stays unknown for them, or what its previous version says',
  'under way': 'somebody wrote to them meanwhile: run the same command again',
  'too many events at once': 'redrive what waits in dead letters, then run the same command again',
  'counted too long ago': 'run replay --rebuild',
  'copies differ': 'run replay --rebuild',
  'folds otherwise': 'run replay --rebuild',
  'partly lost': 'run replay --rebuild',
};

const count = (number: number, isWhole: boolean) => `${isWhole ? '' : 'at least '}${number.toLocaleString('en')}`;

function headline({ status, incomplete, isWhole, filled, seconds, rounds }: BackfillSummary): string {
  if (isWhole && incomplete === 0) return 'Every profile has all that is declared: there is nothing to fill.';
  const lacked = `${count(incomplete, isWhole)} profiles lack${status === 'compared only' ? '' : 'ed'} something`;
  if (status === 'compared only') {
    return `${lacked}; ${filled.toLocaleString('en')} could be filled from the archive. Nothing was changed (${seconds.toFixed(1)} s).`;
  }
  const done = `${filled.toLocaleString('en')} were filled from the archive in ${seconds.toFixed(1)} s, in ${rounds} round${rounds === 1 ? '' : 's'}`;
  return status === 'interrupted'
    ? `Interrupted: ${lacked}; ${done}. Run the same command again to go on.`
    : `${lacked}; ${done}.`;
}

/** The summary for people. */
export function renderBackfill(summary: BackfillSummary): string {
  const { left, examples } = summary;
  const reasons = leaveReasons.filter((reason) => left[reason] > 0);
  const rows = reasons.map((reason) => [`  ${left[reason].toLocaleString('en')}`, reason, advice[reason]]);
  const others = examples.filter(({ decision }) => decision !== 'rebuild');
  return [
    headline(summary),
    'Nobody is contacted because of it.',
    ...(rows.length === 0 ? [] : section('Not filled', wrappedRows(rows), '')),
    ...(others.length === 0
      ? []
      : section(
          'Such as',
          others.map((one) => `  ${one.customerId}: ${one.decision}`),
          '',
        )),
  ].join('\n');
}

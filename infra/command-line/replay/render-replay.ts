import { alignedRows } from '../text-table.ts';
import { backlogLines } from './archive-backlog.ts';
import { type LeaveReason, leaveReasons } from './decide-customer.ts';
import type { ReplaySummary } from './replay-summary.ts';

/** What to do about customers that were left alone. */
const advice: Readonly<Record<LeaveReason, string>> = {
  'counted too long ago':
    'their ids are forgotten, so sending could count events twice: pass --rebuild, without --from and --to',
  'copies differ':
    'all events are counted; of one that came twice, with another time or content, another copy was, or the tracking plan has changed: nothing is lost, and --rebuild counts the copy received first',
  'folds otherwise': 'all events are counted, and mean something else by the tracking plan of today: pass --rebuild',
  'partly lost':
    'a visitor is stored whose user is not, or the other way round: pass --rebuild, without --from and --to',
  'archive incomplete':
    'the archive lacks events that they have counted: wait until it is written, or leave them as they are',
  'under way': 'somebody writes to them right now: run the same command again',
  'too many events at once': 'redrive what waits in dead letters, then run the same command again',
};

function headline(summary: ReplaySummary): string {
  const { status, sentEvents, rebuilt, seconds } = summary;
  if (status === 'compared only')
    return `Compared the archive with what is stored in ${seconds.toFixed(1)} s; nothing was changed.`;
  const done = `${sentEvents} events sent, ${rebuilt} profiles rebuilt`;
  if (status === 'interrupted') return `Interrupted: ${done}. Run the same command again to go on.`;
  return `Replayed the archive: ${done} in ${seconds.toFixed(1)} s.`;
}

/** Why there was nothing to fold, as far as the summary knows; null where there was something. */
function emptiness({ archive, customer, customers, accounts }: ReplaySummary): string | null {
  if (customers + accounts > 0) return null;
  if (archive.objects === 0)
    return 'The archive holds no events of this tenant in these days; look at --tenant, --from and --to.';
  if (customer === null) return null;
  return `The archive holds no events of ${customer}; look at the id: visitors are anonymous:ID, and accounts, where a feature or segment asks for them, account:ID.`;
}

/** The summary for people. */
export function renderReplay(summary: ReplaySummary): string {
  const { archive, from, to } = summary;
  const days = from === null && to === null ? 'all days' : `${from ?? 'the first day'} to ${to ?? 'today'}`;
  const isOnly = summary.status === 'compared only';
  const left = leaveReasons.filter((reason) => summary.left[reason] > 0);
  const lines = [
    headline(summary),
    'Replay: nobody is contacted because of it.',
    '',
    ...alignedRows([
      [`objects of the archive (${days})`, String(archive.objects)],
      ['lines, repetitions too', String(archive.lines)],
      ['different events', String(summary.events)],
      ['customers', String(summary.customers)],
      ...(summary.accounts > 0 ? [['accounts', String(summary.accounts)]] : []),
      ['  identical to what is stored', String(summary.identical)],
      ['  not stored', String(summary.notStored), summary.notStored > 0 ? (isOnly ? 'would be sent' : 'sent') : ''],
      [
        '  stored, lacking events',
        String(summary.eventsMissing),
        summary.eventsMissing > 0 ? (isOnly ? 'would be sent' : 'sent') : '',
      ],
      ...(summary.toRebuild > 0 ? [['  rebuilt', String(summary.toRebuild), isOnly ? 'would be rebuilt' : '']] : []),
      ...left.map((reason) => [`  left alone: ${reason}`, String(summary.left[reason]), advice[reason]]),
    ]),
  ];
  if (archive.nobody > 0) {
    lines.push(
      '',
      `${archive.nobody} lines name ids that stand for nobody in particular by the rules of today: passed over.`,
    );
  }
  const empty = emptiness(summary);
  if (empty !== null) lines.push('', empty);
  const backlog = backlogLines({ waiting: archive.waitingMessages, dead: archive.deadMessages });
  if (backlog.length > 0) lines.push('', ...backlog);
  if (summary.examples.length > 0) {
    lines.push('', 'Such as:', ...summary.examples.map(({ customerId, decision }) => `  ${customerId}: ${decision}`));
  }
  return lines.join('\n');
}

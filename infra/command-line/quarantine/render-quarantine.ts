import type { QuarantinedEvent } from '#contracts/quarantine.ts';
import { isoTime } from '#contracts/time.ts';
import { alignedRows } from '../text-table.ts';
import type { RedriveResult } from './redrive-quarantined.ts';

/** Most refused entries that are shown one by one. */
const shownRefusals = 20;

/** A page of entries for people. */
export function renderList(tenant: string, items: readonly QuarantinedEvent[], next: string | null): string {
  if (items.length === 0) return `No events of ${tenant} are set aside here.`;
  const rows = items.map((one) => [isoTime(one.receivedMs), one.reason, one.source, one.detail, one.id]);
  const more = next === null ? [] : ['', `More with --page ${next}`];
  return [...alignedRows([['received', 'reason', 'source', 'detail', 'id'], ...rows]), ...more].join('\n');
}

function pretty(content: string): string {
  try {
    return JSON.stringify(JSON.parse(content), null, 2);
  } catch {
    return content;
  }
}

/** One entry with its content. */
export function renderEntry(entry: QuarantinedEvent): string {
  return [
    `Set aside     ${isoTime(entry.receivedMs)}`,
    `Reason        ${entry.reason}`,
    `Detail        ${entry.detail}`,
    `Source        ${entry.source}`,
    `Id            ${entry.id}`,
    '',
    pretty(entry.content),
  ].join('\n');
}

/** What became of a redrive, for people; `gone` lines of its file named nothing that is set aside. */
export function renderRedrive(result: RedriveResult & { readonly gone: number }, dryRun: boolean): string {
  const { events, refused, kept, gone } = result;
  const head = dryRun
    ? `Sound by now, and would be sent: ${events}. Still wrong: ${refused.length}.`
    : `Sent: ${events}. Still wrong, and kept where they are: ${refused.length}.`;
  const lines = [head];
  if (kept > 0) {
    lines.push(`${kept} of those sent were set aside anew meanwhile, and are still listed. See quarantine list.`);
  }
  if (gone > 0) {
    const lineWord = gone === 1 ? '1 line of the file is' : `${gone} lines of the file are`;
    lines.push(`${lineWord} not set aside here any more: sent before, expired, or of another tenant.`);
  }
  if (refused.length > 0) {
    const rows = refused.slice(0, shownRefusals).map((one) => [one.id, one.reason, one.detail]);
    lines.push('', ...alignedRows([['id', 'reason', 'detail'], ...rows]));
    if (refused.length > shownRefusals)
      lines.push(`… and ${refused.length - shownRefusals} more (--json has them all)`);
    lines.push('', 'Mend them with --set name=value, in a file (quarantine export, then redrive --from FILE), or the');
    lines.push('tracking plan; events that are too late count as history with --as-history.');
  }
  return lines.join('\n');
}

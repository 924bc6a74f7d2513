import { subjectOf } from '#domain/profile/customer-of.ts';
import type { Explanation } from './explain-customer.ts';
import { indented, section } from './text-lines.ts';

/** How many members an account has counted, and where. */
function memberLines({ members }: Explanation['relations']): string[] {
  const none = 'not counted: no member has been linked since features or segments ask about members';
  if (members === null) return section('Members counted', [], none);
  const rows = Object.entries(members.inSegments).map(([segment, count]) => [`in ${segment}`, String(count)]);
  return section('Members counted', indented([['all', String(members.count)], ...rows]), '');
}

/** What has been told to a profile by others, for people; nothing of a customer whose accounts nobody asks about. */
export function relationLines({ customerId, relations }: Pick<Explanation, 'customerId' | 'relations'>): string[] {
  if (subjectOf(customerId) === 'account') return memberLines(relations);
  const rows = relations.accounts.map(({ accountId, version, segments }) => {
    return [
      accountId,
      segments.length === 0 ? 'in no segment that is asked about' : `in ${segments.join(', ')}`,
      `as of version ${version}`,
    ];
  });
  return rows.length === 0 ? [] : section('How its accounts stand', indented(rows), '');
}

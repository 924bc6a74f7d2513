import { accountPrefix, anonymousPrefix } from '#contracts/identifier.ts';

/**
 * What programs send where they have no id: the names of "nothing", of people nobody knows, of the field itself, and what
 * JavaScript makes of an object. In small letters. After the ids by which Amplitude and PostHog refuse to tell people apart.
 */
const placeholders: ReadonlySet<string> = new Set([
  ...['null', 'nil', 'none', 'undefined', 'unset', 'nan', 'n/a', 'true', 'false', '0', '-1'],
  ...['guest', 'anonymous', 'unknown', 'not_authenticated', 'unauthenticated'],
  ...['id', 'userid', 'user_id', 'anonymousid', 'anonymous_id', 'distinctid', 'distinct_id', 'groupid', 'group_id'],
  ...['email', '[object object]', '{}', '[]', '00000000-0000-0000-0000-000000000000'],
]);

const longestPlaceholder = 40;

/** Quotes around an id, as they stay when it was made a text twice. */
const quotes = /^(["'`])(.*)\1$/s;

/**
 * Whether an id can mean somebody: a text such as `null`, `guest` or `[object Object]` is what is sent for everybody whose id
 * is not known, and would make one customer of all of them.
 */
export function isUsableId(id: string): boolean {
  if (id.length > longestPlaceholder) return id.trim() !== '';
  const bare = id.trim().toLowerCase().replace(quotes, '$2').trim();
  return bare !== '' && !placeholders.has(bare);
}

/** Whether an id can be a user's. What looks like the customer id of a visitor or an account would meet theirs. */
export function isUsableUserId(id: string): boolean {
  return !id.startsWith(anonymousPrefix) && !id.startsWith(accountPrefix) && isUsableId(id);
}

import type { Change } from '#contracts/announcement.ts';
import type { ProfileRecord } from '#contracts/profile-record.ts';
import type { Migration } from './migration.ts';
import { migrationsOf } from './migrations-of.ts';

/**
 * What a write changed, as words in an order of their own: many writes change the same, and are counted by one sum.
 *
 *     +a    entered the segment a        -a   left it           ^a   was held back in it
 *     ~+a   the same, found in history   ~-a                    low>high   changed the risk band (~low>high in history)
 *     !m    made the migration m (~!m in history)               *    is a part of what a write changed, which is too much for one text
 */
export type FlowPattern = string;

/** Longest pattern in bytes: it is a sort key, of which DynamoDB takes 1,024. All names are ASCII. */
const longestPattern = 900;

const inHistory = '~';
export const partOfMuch = '*';

function wordOf(change: Change, isHistory: boolean): string {
  switch (change.kind) {
    case 'held back':
      return `^${change.segment}`;
    case 'risk':
      return `${isHistory ? inHistory : ''}${change.from}>${change.to}`;
    default: {
      const isSilent = isHistory || change.takenIn === 'silently';
      return `${isSilent ? inHistory : ''}${change.kind === 'entered' ? '+' : '-'}${change.segment}`;
    }
  }
}

function joined(words: readonly string[]): FlowPattern[] {
  const whole = words.join(' ');
  if (whole.length <= longestPattern) return words.length === 0 ? [] : [whole];
  const patterns: string[] = [];
  let pattern = partOfMuch;
  for (const word of words) {
    if (pattern.length + 1 + word.length > longestPattern) {
      patterns.push(pattern);
      pattern = partOfMuch;
    }
    pattern += ` ${word}`;
  }
  return [...patterns, pattern];
}

/** The pattern of a write, or several where one would be too long; none where nothing changed. The same record always gives the same. */
export function patternsOf(migrations: readonly Migration[], record: ProfileRecord): FlowPattern[] {
  const { outbox } = record;
  if (outbox === null) return [];
  const isHistory = outbox.mode === 'replay';
  const made = migrationsOf(migrations, record).map(
    ({ migration }) => `${isHistory ? inHistory : ''}!${migration.name}`,
  );
  return joined([...new Set([...outbox.changes.map((change) => wordOf(change, isHistory)), ...made])].sort());
}

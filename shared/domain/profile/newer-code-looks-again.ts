import type { RetentionDefinitions } from '#domain/retention-definitions.ts';
import { highestNumber } from '#domain/segments/number-set.ts';
import type { Before } from './judge-profile.ts';

const soonestMs = 60_000;
const latestMs = 3_600_000;

/**
 * When newer code should look at a profile that it has judged and that this code writes: null where no newer code has. While
 * two versions run side by side, the older one does not know when something changes by itself in the segments that it
 * leaves alone. It asks for a look after as long as the profile has not been judged, an hour at most: in a deployment that is
 * soon, and after a roll-back, where nobody else comes, it costs one write an hour.
 */
export function newerCodeLooksAgainMs(
  { highestSegmentNumber }: Pick<RetentionDefinitions, 'highestSegmentNumber'>,
  before: Pick<Before, 'judged' | 'judgedMs'> | null,
  nowMs: number,
): number | null {
  if (before === null || before.judged === null || highestNumber(before.judged) <= highestSegmentNumber) return null;
  return nowMs + Math.min(latestMs, Math.max(soonestMs, nowMs - before.judgedMs));
}

import type { ProfileRecord } from '#contracts/profile-record.ts';
import { bruteForce } from './brute-force-segments.ts';
import type { ExpectedWorld } from './expected-world.ts';
import { type SeenWorld, shownCustomer } from './seen-world.ts';

function standing(segments: readonly string[], riskBand: string): string {
  return `[${segments.join(', ')}] at ${riskBand} risk`;
}

function standingOf(record: ProfileRecord): string {
  return standing(Object.keys(record.memberships).sort(), record.riskBand);
}

/**
 * At the end each customer stands as the rules say, evaluated anew over the raw events: under the time of the last
 * judgement, and at the end of the run, when whatever came due by itself must have been noticed.
 */
export function checkMemberships(expected: ExpectedWorld, seen: SeenWorld): string[] {
  const differences: string[] = [];
  for (const [key, record] of seen.profiles) {
    if (record.joined !== null) continue;
    const deeds = expected.counted.get(key) ?? [];
    const got = standingOf(record);
    // Who is known from history alone stays as that history ended.
    const endMs = record.clock === 'replay' ? record.judgedMs : Math.max(record.judgedMs, seen.evidence.endedMs);
    for (const timeMs of new Set([record.judgedMs, endMs])) {
      const { segments, riskBand } = bruteForce(deeds, timeMs);
      const wanted = standing(segments, riskBand);
      if (wanted === got) continue;
      differences.push(`${shownCustomer(key)}: at ${timeMs} expected ${wanted}, got ${got} of ${record.judgedMs}`);
      break;
    }
  }
  return differences;
}

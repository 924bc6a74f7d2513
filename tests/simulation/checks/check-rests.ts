import { customerKey } from '#adapters/aws/item-keys.ts';
import type { Run } from '#contracts/run.ts';
import { joinIdHash, unpackEventIds } from '#domain/profile/event-ids.ts';
import { dayMs } from '../workload/draw-scene.ts';
import { simRetention } from '../workload/sim-retention.ts';
import { versionOf } from './check-runs.ts';
import type { ExpectedWorld } from './expected-world.ts';
import type { SeenWorld } from './seen-world.ts';

const lineOf = (key: string, playbook: string) => JSON.stringify([key, playbook]);

/** The version of the user's profile whose write took the visitor in; `Infinity` if none did. */
function takenInAt(visitorId: string, userKey: string, seen: SeenWorld): number {
  const id = joinIdHash(visitorId);
  const write = (seen.writes.get(userKey) ?? []).find(({ record }) =>
    unpackEventIds(record.recentEventIds).includes(id),
  );
  return write?.record.version ?? Number.POSITIVE_INFINITY;
}

function runsByLine(runs: readonly Run[]): Map<string, Run[]> {
  const lines = new Map<string, Run[]>();
  for (const run of runs) {
    const line = lineOf(customerKey(run.tenant, run.customerId), run.playbook);
    lines.set(line, [...(lines.get(line) ?? []), run]);
  }
  return lines;
}

/**
 * Whoever has taken a visitor in keeps the rests of its runs: no entry of that version or a later one starts a run of the
 * playbook within the rest of one that the visitor had. Versions decide what came after what, for clocks are not exact.
 */
export function checkRests(expected: ExpectedWorld, seen: SeenWorld): string[] {
  const differences: string[] = [];
  const lines = runsByLine(seen.runs);
  for (const [visitorKey, userKey] of expected.joinedInto) {
    const visitorId = seen.profiles.get(visitorKey)?.customerId ?? '';
    const fromVersion = takenInAt(visitorId, userKey, seen);
    for (const { name, restDays } of simRetention.playbooks) {
      const own = (lines.get(lineOf(userKey, name)) ?? []).filter((run) => versionOf(run) >= fromVersion);
      for (const run of own) {
        for (const before of lines.get(lineOf(visitorKey, name)) ?? []) {
          const restedMs = run.startedMs - before.startedMs;
          if (restedMs >= restDays * dayMs) continue;
          differences.push(
            `${run.id} of ${run.customerId}: started ${restedMs} ms after ${before.id} of ${visitorId}, who is the same person`,
          );
        }
      }
    }
  }
  return differences;
}

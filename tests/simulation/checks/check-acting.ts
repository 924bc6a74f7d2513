import * as z from 'zod';
import { customerKey } from '#adapters/aws/item-keys.ts';
import type { SegmentTransition } from '#contracts/transition.ts';
import type { Playbook } from '#domain/playbooks/playbook.ts';
import { runIdOf } from '#domain/playbooks/start-run.ts';
import { simRetention } from '../workload/sim-retention.ts';
import type { ExpectedWorld } from './expected-world.ts';
import type { SeenWorld, Write } from './seen-world.ts';

const noteSchema = z.object({
  playbook: z.string(),
  tenant: z.string(),
  customerId: z.string(),
  transitionId: z.string(),
  reason: z.string(),
});
type Note = z.infer<typeof noteSchema>;

const noteKey = (playbook: string, transitionId: string) => JSON.stringify([playbook, transitionId]);

function readNotes(seen: SeenWorld): Map<string, Note[]> {
  const notes = new Map<string, Note[]>();
  for (const { message, details } of seen.evidence.notes) {
    if (message !== 'No run is started') continue;
    const note = noteSchema.parse(details);
    const key = noteKey(note.playbook, note.transitionId);
    notes.set(key, [...(notes.get(key) ?? []), note]);
  }
  return notes;
}

/** Whether what a note says did happen, as far as what is stored tells. */
function isTrue(
  reason: string,
  playbook: Playbook,
  transition: SegmentTransition,
  expected: ExpectedWorld,
  seen: SeenWorld,
): boolean {
  const key = customerKey(transition.tenant, transition.customerId);
  const later: Write[] = (seen.writes.get(key) ?? []).filter(
    ({ record }) => record.version >= transition.profileVersion,
  );
  const missing = (segment: string) => later.some(({ record }) => record.memberships[segment] === undefined);
  const entries = later.filter(({ record }) => {
    return record.memberships[playbook.segment]?.enteredVersion === record.version;
  });
  const others = seen.runs.filter((run) => {
    const isHere = customerKey(run.tenant, run.customerId) === key && run.playbook === playbook.name;
    return isHere && run.transitionId !== transition.id;
  });
  if (reason === `has left ${playbook.segment} meanwhile`) return missing(playbook.segment);
  if (reason === `has left ${playbook.segment} meanwhile, and entered it anew`) return entries.length > 1;
  if (reason.startsWith('has become part of customer ')) return later.some(({ record }) => record.joined !== null);
  if (reason === 'another has begun') return others.length > 0;
  const segment = /^is not in (.+)$/.exec(reason)?.[1];
  if (segment !== undefined) return playbook.alsoIn.includes(segment) && missing(segment);
  const rest = /^had run (\S+) within \S+ days(?:, as (.+))?$/s.exec(reason);
  const [, earlier, visitor] = rest ?? [];
  if (visitor === undefined) return earlier !== undefined && others.some((run) => run.id === earlier);
  const visitorKey = customerKey(transition.tenant, visitor);
  if (expected.joinedInto.get(visitorKey) !== key) return false;
  return seen.runs.some((run) => run.id === earlier && customerKey(run.tenant, run.customerId) === visitorKey);
}

/** Each live entry into a playbook's segment led to its run, or to a note that says truly why not. */
export function checkActing(expected: ExpectedWorld, seen: SeenWorld): string[] {
  const differences: string[] = [];
  const started = new Set(seen.runs.map((run) => JSON.stringify([run.transitionId, run.id])));
  const notes = readNotes(seen);
  for (const transition of seen.committed.values()) {
    if (transition.type !== 'Segment Entered' || transition.mode !== 'live') continue;
    for (const playbook of simRetention.playbooks) {
      if (playbook.segment !== transition.segment) continue;
      const runId = runIdOf(playbook, transition.profileVersion);
      const told = notes.get(noteKey(playbook.name, transition.id)) ?? [];
      if (told.length === 0 && !started.has(JSON.stringify([transition.id, runId]))) {
        differences.push(`${transition.id}: ${playbook.name} did nothing about it, and did not say why`);
      }
      for (const { reason } of told) {
        if (!isTrue(reason, playbook, transition, expected, seen)) {
          differences.push(`${transition.id}: ${playbook.name} said "${reason}", which is not so`);
        }
      }
    }
  }
  return differences;
}

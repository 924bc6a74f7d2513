import type { Command } from '#contracts/command.ts';
import type { Membership } from '#contracts/profile-record.ts';
import type { Run } from '#contracts/run.ts';
import type { SegmentTransition } from '#contracts/transition.ts';
import { advanceRun, type RunAdvance } from '#domain/playbooks/advance-run.ts';
import type { CustomerFacts } from '#domain/playbooks/customer-facts.ts';
import { createTask, emailTemplate, type Playbook, playbook, sendEmail, wait } from '#domain/playbooks/playbook.ts';
import { startRun } from '#domain/playbooks/start-run.ts';
import { atLeast, segment } from '#domain/segments/rule-builders.ts';
import { orders } from '../example-definitions.ts';
import { dayMs, exampleEvent, juneMs } from '../example-event.ts';
import { stateOf } from '../histories.ts';

export const template = emailTemplate('hello', { subject: 'Hello', html: '<p>Hello</p>', text: 'Hello' });
export const quiet = segment('quiet', { version: 1, description: 'Quiet.', rule: atLeast(orders, 0) });
export const rich = segment('rich', { version: 1, description: 'Rich.', rule: atLeast(orders, 5) });

export const declared = {
  version: 1,
  description: 'Writes, waits, asks for a call.',
  when: quiet,
  alsoIn: [rich],
  holdoutShare: 0,
  restDays: 30,
  steps: [sendEmail(template), wait({ days: 3 }), createTask({ title: 'Call', advice: 'Ask.', dueInDays: 2 })],
  goal: { what: 'activity', withinDays: 14 },
} as const satisfies Parameters<typeof playbook>[1];

export const winBack = playbook('win-back', declared);

export const transition: SegmentTransition = {
  type: 'Segment Entered',
  id: 'shop/ada/7/quiet',
  schemaVersion: 1,
  tenant: 'shop',
  customerId: 'ada',
  profileVersion: 7,
  occurredAt: '2026-06-01T00:00:00.000Z',
  correlationId: 'request-1',
  causationId: 'event-1',
  mode: 'live',
  why: { rule: 'number of orders is at least 0 times', values: {}, leaf: null, cause: { kind: 'time' } },
  segment: 'quiet',
  segmentVersion: 1,
};

/** A stay that the transition began. */
export const stay: Membership = { sinceMs: juneMs, version: 1, enteredVersion: 7, heldBack: false };

/** A customer last seen the day before the run starts, in both segments unless told otherwise. */
export function facts(told: { memberships?: string[]; seenMs?: number } = {}): CustomerFacts {
  return {
    memberships: new Map((told.memberships ?? ['quiet', 'rich']).map((name) => [name, stay])),
    state: stateOf([exampleEvent({ timeMs: told.seenMs ?? juneMs - dayMs })]),
    features: { quietDays: 1 },
    valueMinor: 12_300,
  };
}

/** The run that starts on 1 June. Throws if none starts. */
export function started(one: Playbook = winBack): Run {
  const decision = startRun(one, transition, facts(), null, juneMs);
  if (decision.kind === 'skip') throw new Error(`Cannot start the run: ${decision.reason}`);
  return decision.run;
}

/** Moves a run on. Throws if it is not due. */
export function advanced(run: Run, nowMs: number, about = facts(), one: Playbook = winBack): RunAdvance {
  const advance = advanceRun(one, run, about, nowMs);
  if (advance === null) throw new Error(`Cannot move run ${run.id} on: it is not due at ${nowMs}`);
  return advance;
}

export function kindsOf(commands: readonly Command[]): string[] {
  return commands.map((command) => command.kind);
}

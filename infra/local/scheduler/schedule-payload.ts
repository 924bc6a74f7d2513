import { randomUUID } from 'node:crypto';
import { isoSeconds } from '../events/iso-seconds.ts';

/** One firing of a schedule. */
export type Firing = {
  readonly scheduleArn: string;
  /** Unix milliseconds. */
  readonly scheduledMs: number;
  readonly executionId: string;
};

/** Replaces Scheduler's context attributes (`<aws.scheduler.scheduled-time>` …) in the input of a target. */
export function fillContextAttributes(input: string, firing: Firing, attemptNumber: number): string {
  return input
    .replaceAll('<aws.scheduler.schedule-arn>', firing.scheduleArn)
    .replaceAll('<aws.scheduler.scheduled-time>', isoSeconds(firing.scheduledMs))
    .replaceAll('<aws.scheduler.execution-id>', firing.executionId)
    .replaceAll('<aws.scheduler.attempt-number>', String(attemptNumber));
}

/**
 * The event that a target gets when its schedule gives no input. Scheduler's carries its detail as the text `{}`,
 * that of a rule as an object.
 */
export function scheduledEvent(
  source: 'aws.scheduler' | 'aws.events',
  firing: Firing,
): Readonly<Record<string, unknown>> {
  // arn:aws:scheduler:region:account:schedule/group/name
  const [, , , region = '', account = ''] = firing.scheduleArn.split(':');
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source,
    account,
    time: isoSeconds(firing.scheduledMs),
    region,
    resources: [firing.scheduleArn],
    detail: source === 'aws.scheduler' ? '{}' : {},
  };
}

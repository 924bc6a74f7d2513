import { isoTime } from '#contracts/time.ts';
import type { Explanation } from './explain-customer.ts';
import { indented, minute, section } from './text-lines.ts';

/** What was done about a customer, and what came of it. */
export function actionLines(explanation: Explanation): string[] {
  const { runs, deliveries, tasks, outcomes } = explanation;
  return [
    ...section(
      'Playbooks',
      indented(
        runs.map((run) => [
          run.playbook,
          run.arm === 'holdout' ? 'held out: gets nothing, and is watched the same' : 'treated',
          `since ${minute(isoTime(run.startedMs))}`,
          run.ended ?? run.status,
          run.wakeAtMs === null ? '' : `goes on ${minute(isoTime(run.wakeAtMs))}`,
        ]),
      ),
      'none has begun for this customer',
    ),
    ...section(
      'E-mails',
      indented(
        deliveries.map((one) => [
          minute(isoTime(one.atMs)),
          one.template,
          one.status,
          one.status === 'withheld' ? one.reason : '',
        ]),
      ),
      'none',
    ),
    ...section(
      'Tasks',
      indented(
        tasks.map((one) => [
          minute(isoTime(one.createdMs)),
          one.title,
          one.status,
          `due ${minute(isoTime(one.dueMs))}`,
        ]),
      ),
      'none',
    ),
    ...section(
      'Outcomes',
      indented(
        outcomes.map((one) => [
          minute(isoTime(one.measuredMs)),
          one.playbook,
          one.arm,
          one.goal,
          one.succeeded ? 'reached' : 'not reached',
        ]),
      ),
      'none measured yet',
    ),
  ];
}

import type { FunctionName } from '../function-limits.ts';

/** What a function is for, and what its failures mean for the business and what to do. */
export interface FunctionMeaning {
  readonly description: string;
  readonly errorsMean: string;
  readonly throttlesMean: string;
}

const raiseConcurrency = 'Look at the concurrency of the account, and ask AWS for more when it is used up.';

/** For each function, in the words of the people who are woken by its alarms. */
export const functionMeanings: Readonly<Record<FunctionName, FunctionMeaning>> = {
  ingest: {
    description: 'Takes events over HTTP, checks them and queues them',
    errorsMean:
      'Product services get errors for their events; what they do not send again is lost, and customers look more absent than ' +
      'they are. Look at the log of ingest for the first error.',
    throttlesMean: `Product services are turned away because ingest may not run often enough at once. ${raiseConcurrency}`,
  },
  profile: {
    description: 'Folds events into the state of each customer',
    errorsMean:
      'Events are not counted: scores and segments grow stale, and after five tries the events go to the dead-letter queue. ' +
      'Look at the log of profile for the first error.',
    throttlesMean: `Events wait to be counted because profile may not run often enough at once. ${raiseConcurrency}`,
  },
  announce: {
    description: 'Announces what changed about customers',
    errorsMean:
      'Changes in customers are not announced, so no playbook starts; the stream forgets them after 24 hours. ' +
      'Look at the log of announce for the first error.',
    throttlesMean: `Changes in customers are announced late because announce may not run at once. ${raiseConcurrency}`,
  },
  wake: {
    description: 'Wakes, each minute, those about whom something changes by itself',
    errorsMean:
      'Customers who stay away are not noticed, and waiting playbooks stand still; nothing is lost, it catches up. ' +
      'Look at the log of wake for the first error.',
    throttlesMean:
      'A tick takes longer than its minute, so absence is noticed late. Look at how many customers each tick of wake finds, ' +
      'and at the errors of the queues that it sends to.',
  },
  playbooks: {
    description: 'Starts and advances playbooks',
    errorsMean:
      'Playbooks do not start or do not go on: nobody reaches out to customers who slip away. ' +
      'Look at the log of playbooks for the first error.',
    throttlesMean: `Playbooks start late because their function may not run often enough at once. ${raiseConcurrency}`,
  },
  deliver: {
    description: 'Delivers e-mails and tasks',
    errorsMean:
      'E-mails and tasks are not delivered: customers and colleagues are not told what playbooks decided. ' +
      'Look at the log of deliver, and whether SES still lets this account send.',
    throttlesMean: `E-mails and tasks are delivered late because deliver may not run often enough at once. ${raiseConcurrency}`,
  },
};

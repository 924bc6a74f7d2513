import type { FunctionName } from '../function-limits.ts';

/** What a function is for, and what its failures mean for the business and what to do. */
export interface FunctionMeaning {
  readonly description: string;
  /** Lambda counts crashes and time-outs only: what a handler catches for one message is a report, not an error. */
  readonly errorsMean: string;
  readonly throttlesMean: string;
}

const raiseConcurrency = 'Look at the concurrency of the account, and ask AWS for more when it is used up.';

/** For each function, in the words of the people who are woken by its alarms. */
export const functionMeanings: Readonly<Record<FunctionName, FunctionMeaning>> = {
  ingest: {
    description: 'Takes events over HTTP, checks them and queues them',
    errorsMean:
      'Ingest crashes or runs out of time: product services get errors for their events, and what they do not send again is ' +
      'lost. Look at the log of ingest for the first error, or for a run that was cut off.',
    throttlesMean: `Product services are turned away because ingest may not run often enough at once. ${raiseConcurrency}`,
  },
  profile: {
    description: 'Folds events into the state of each customer',
    errorsMean:
      'Profile crashes or runs out of time, so whole batches of events wait and are tried again; after five tries they go to ' +
      'the dead-letter queue. Look at the log of profile for the first error, or for a run that was cut off.',
    throttlesMean: `Events wait to be counted because profile may not run often enough at once. ${raiseConcurrency}`,
  },
  archive: {
    description: 'Writes accepted events into the archive',
    errorsMean:
      'Archive crashes or runs out of time, so accepted events wait in their queue: they are counted, and cannot be replayed or ' +
      'read with Athena yet. Look at the log of archive for the first error, or for a run that was cut off.',
    throttlesMean: `Events reach the archive late because its function may not run often enough at once. ${raiseConcurrency}`,
  },
  announce: {
    description: 'Announces what changed about customers',
    errorsMean:
      'Announce crashes, cannot read a profile, cannot write to the ledger or runs out of time: changes are not announced, no playbook ' +
      'starts, and after 23 hours they are given up. Look at the log of announce for the first error.',
    throttlesMean: `Changes in customers are announced late because announce may not run at once. ${raiseConcurrency}`,
  },
  wake: {
    description: 'Wakes, each minute, those about whom something changes by itself',
    errorsMean:
      'Wake crashes, cannot reach the table or the queues, or runs out of time: customers who stay away are not noticed, and ' +
      'waiting playbooks stand still; nothing is lost, it catches up. Look at the log of wake for the first error.',
    throttlesMean:
      'A tick takes longer than its minute, so absence is noticed late. Look at how many customers each tick of wake finds, ' +
      'and at the errors of the queues that it sends to.',
  },
  playbooks: {
    description: 'Starts and advances playbooks',
    errorsMean:
      'The function playbooks crashes or runs out of time, so whole batches wait: nobody reaches out to customers who slip ' +
      'away. Look at the log of playbooks for the first error, or for a run that was cut off.',
    throttlesMean: `Playbooks start late because their function may not run often enough at once. ${raiseConcurrency}`,
  },
  deliver: {
    description: 'Delivers e-mails and tasks',
    errorsMean:
      'Deliver crashes or runs out of time, so whole batches of e-mails and tasks wait; an e-mail that was being sent then is ' +
      'not sent again. Look at the log of deliver for the first error, or for a run that was cut off.',
    throttlesMean: `E-mails and tasks are delivered late because deliver may not run often enough at once. ${raiseConcurrency}`,
  },
  survey: {
    description: 'Looks at every customer once a day: the population, the sizes of segments, who was never judged',
    errorsMean:
      'The survey crashes, cannot reach the tables or the queue, or runs out of time, again and again: scores compare with an older ' +
      'population, and customers to whom nothing happens are not judged under new definitions. Look at the log of survey for the first error.',
    throttlesMean:
      'A part of the survey of all customers takes longer than the quarter of an hour until the next: look at the log of survey for ' +
      'what it waits for. It goes on where it stopped.',
  },
};

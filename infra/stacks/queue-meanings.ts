import type { RedrivableQueueName } from '../command-line/redrive/redrivable-queues.ts';

const redrive = (queue: RedrivableQueueName) =>
  `Mend the cause, then move the messages back with \`holdfast redrive ${queue}\` (--dry-run lists them).`;

/** For each queue: what its failures mean for the business and what to do; waits in seconds. */
export const queueMeanings = {
  event: {
    failureMeans:
      'Events of some customers were not counted after five tries: their scores and segments are wrong until they are. ' +
      `Look at the log of profile. ${redrive('events')} Each event still counts only once.`,
    longestWaitSeconds: 300,
    delayMeans:
      'Events wait more than five minutes longer than they are gathered, so customers look more absent than they are and ' +
      'alerts come late. ' +
      'Look at the errors and throttles of profile; raise its concurrency when it merely has too much to do.',
  },
  archive: {
    failureMeans:
      'Accepted events could not be written into the archive after five tries: they are counted, and a replay would not know them. ' +
      `Look at the log of archive. ${redrive('archive')} Folding the archive counts each event once, however often it is there.`,
    longestWaitSeconds: 900,
    delayMeans:
      'Accepted events wait more than fifteen minutes longer than they are gathered before they are archived. Look at the errors and ' +
      'throttles of archive; nothing else waits for it.',
  },
  playbook: {
    failureMeans:
      'A change in a customer started no playbook after five tries: nobody reaches out to that customer. ' +
      `Look at the log of playbooks. ${redrive('playbooks')} A playbook never starts twice for one change.`,
    longestWaitSeconds: 300,
    delayMeans:
      'Playbooks start more than five minutes after the change that calls for them. ' +
      'Look at the errors and throttles of playbooks; raise its concurrency when it merely has too much to do.',
  },
  delivery: {
    failureMeans:
      'An e-mail or a task was not delivered after five tries: a customer or a colleague was not told what a playbook decided. ' +
      `Look at the log of deliver and at the sending limits of SES. ${redrive('deliveries')} ` +
      'Nobody is contacted twice for one reason.',
    longestWaitSeconds: 900,
    delayMeans:
      'E-mails and tasks wait more than fifteen minutes. ' +
      'Look at the errors of deliver and at the sending rate of SES; ask AWS for a higher rate when it is used up.',
  },
  announceFailure: {
    failureMeans:
      'Changes in customers could not be announced for 23 hours and were given up: no playbook starts for them, and nothing ' +
      'announces them again. Look at the log of announce and mend the cause first. The ledger holds every change that announce ' +
      'recorded before it failed; each message here names the place in the stream of the customer table, which forgets within ' +
      'the hour.',
  },
  ruleFailure: {
    failureMeans:
      'EventBridge could not hand an announced change to the playbooks: nobody reaches out to that customer. Or it could not ' +
      'hand over an event of one of your own buses, which is not counted then. The attribute RULE_ARN of each message names ' +
      'the rule; look whether the policy of its queue lets it send. Then receive each message with `aws sqs`, and send the ' +
      'body of a change to the playbook queue, and put an event on its bus again: a redrive moves only what came from a queue. ' +
      'No playbook starts twice for one change, and no event counts twice that has a message id of its own.',
  },
  wakeFailure: {
    failureMeans:
      'A tick of the clock failed, so absent customers were noticed a minute late; nothing is lost, the next tick does its work. ' +
      'When messages keep coming, look at the log of wake. Purge the queue afterwards: old ticks are worth nothing.',
  },
  surveyFailure: {
    failureMeans:
      'A part of the survey of all customers failed; nothing is lost, the next quarter of an hour goes on from where it was last written ' +
      'down. When messages keep coming, look at the log of survey. Purge the queue afterwards: old ticks are worth nothing.',
  },
} as const;

import type { FunctionName } from '../function-limits.ts';

/** When a count that a function reports is too high, and what that means for the business and what to do. */
export interface ReportMeaning {
  readonly reporter: FunctionName;
  /** As the handler counts it. */
  readonly metricName: string;
  /** A period is bad when its sum is above this. */
  readonly threshold: number;
  readonly periodMinutes: number;
  /** How many periods must be bad, among the last so many. */
  readonly periods: number;
  readonly amongLast: number;
  readonly failureMeans: string;
}

/** Once is a mishap that the next try mends; a quarter of an hour on end is not. */
const onEnd = { threshold: 0, periodMinutes: 5, periods: 3, amongLast: 3 };

/** Three times within an hour: also for those who send now and then only. */
const againAndAgain = { threshold: 0, periodMinutes: 5, periods: 3, amongLast: 12 };

const atOnce = { threshold: 0, periodMinutes: 5, periods: 1, amongLast: 1 };

/**
 * Some e-mails are always withheld: no consent, no address. So many in an hour are rather a playbook that wakes late, a trait
 * that changed its meaning, or addresses that SES refuses.
 */
const unusuallyMany = { threshold: 100, periodMinutes: 60, periods: 1, amongLast: 1 };

/**
 * For each count that no crash goes with. Handlers catch what fails for one message and report it; without these alarms,
 * only the dead-letter queues would tell, after the last try.
 */
export const reportMeanings: readonly ReportMeaning[] = [
  {
    ...againAndAgain,
    reporter: 'ingest',
    metricName: 'EventsQuarantined',
    failureMeans:
      'A product service keeps sending events that the tracking plan does not allow, or that happened more than 30 days before: ' +
      'they are set aside and count for no customer. Look at `holdfast quarantine list` for the source and the reason; then ' +
      'mend the sender, or the tracking plan.',
  },
  {
    ...againAndAgain,
    reporter: 'profile',
    metricName: 'EventsQuarantined',
    failureMeans:
      'Events came more than 30 days after their time, were queued past the HTTP API, or under an older tracking plan: they are ' +
      'set aside and count for no customer. Look at `holdfast quarantine list` for the reason; then mend the sender, or the ' +
      'tracking plan.',
  },
  {
    ...onEnd,
    reporter: 'profile',
    metricName: 'MessageFailed',
    failureMeans:
      'Events of some customers cannot be counted and are tried again; after five tries they go to the dead-letter queue. ' +
      'Look at the log of profile for the reason, and mend it before then.',
  },
  {
    ...onEnd,
    reporter: 'playbooks',
    metricName: 'MessageFailed',
    failureMeans:
      'Some playbooks cannot start or go on and are tried again; after five tries their messages go to the dead-letter queue. ' +
      'Look at the log of playbooks for the reason, and mend it before then.',
  },
  {
    ...onEnd,
    reporter: 'deliver',
    metricName: 'MessageFailed',
    failureMeans:
      'Some e-mails and tasks cannot be delivered and are tried again; after five tries they go to the dead-letter queue. ' +
      'Look at the log of deliver for the reason: often SES has not verified the sender address, or its limits are used up.',
  },
  {
    ...atOnce,
    reporter: 'deliver',
    metricName: 'DeliveriesUncertain',
    failureMeans:
      'Nobody knows whether an e-mail went out: deliver died between sending and reporting. It is not sent again, so that no ' +
      'customer gets it twice. Look at the log of deliver for its command, then at the customer with `holdfast why`, and decide.',
  },
  {
    ...unusuallyMany,
    reporter: 'deliver',
    metricName: 'EmailsWithheld',
    failureMeans:
      'More than 100 e-mails to customers were withheld within an hour: no consent, no usable address, three days too late, or ' +
      'refused by SES for good. Look at some of the customers with `holdfast why` for the reason.',
  },
  {
    ...onEnd,
    reporter: 'announce',
    metricName: 'TransitionsRefused',
    failureMeans:
      'EventBridge keeps refusing announced changes in customers: they and all behind them are tried again, and playbooks start ' +
      'late; after 23 hours they are given up. Look whether the bus exists and takes what announce sends, and at its quotas.',
  },
];

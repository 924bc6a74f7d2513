import type { FunctionName } from '../function-limits.ts';

/** When a count that a function reports is too high, or too low, and what that means for the business and what to do. */
export interface ReportMeaning {
  readonly reporter: FunctionName;
  /** As the handler counts it. */
  readonly metricName: string;
  /** A period is bad when its sum is above this, or below it. */
  readonly threshold: number;
  readonly alarmsWhen: 'above' | 'below';
  readonly periodMinutes: number;
  /** How many periods must be bad, among the last so many. */
  readonly periods: number;
  readonly amongLast: number;
  readonly failureMeans: string;
}

const above = { alarmsWhen: 'above' as const };

/** Once is a mishap that the next try mends; a quarter of an hour on end is not. */
const onEnd = { ...above, threshold: 0, periodMinutes: 5, periods: 3, amongLast: 3 };

/** Three times within an hour: also for those who send now and then only. */
const againAndAgain = { ...above, threshold: 0, periodMinutes: 5, periods: 3, amongLast: 12 };

const atOnce = { ...above, threshold: 0, periodMinutes: 5, periods: 1, amongLast: 1 };

/** A public API is probed now and then by strangers; a product service that is refused sends more than that, again and again. */
const moreThanStrangers = { ...above, threshold: 20, periodMinutes: 5, periods: 3, amongLast: 12 };

/**
 * Some are always there: e-mails withheld for want of consent, a sender's test. So many in an hour are rather a playbook that
 * wakes late, a trait that changed its meaning, addresses that SES refuses, or a sender that got its ids wrong.
 */
const unusuallyMany = { ...above, threshold: 100, periodMinutes: 60, periods: 1, amongLast: 1 };

/** Two days on end without a single one. */
const neverInTwoDays = { alarmsWhen: 'below' as const, threshold: 1, periodMinutes: 1_440, periods: 2, amongLast: 2 };

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
    ...onEnd,
    reporter: 'ingest',
    metricName: 'RequestsThrottled',
    failureMeans:
      'SQS or DynamoDB turns requests of ingest away for a quarter of an hour on end: clients wait and send again, and after some ' +
      'hours they throw events away. Look at the log of ingest for what is throttled, then at the quotas of the account.',
  },
  {
    ...moreThanStrangers,
    reporter: 'ingest',
    metricName: 'RequestsRefusedUnauthorized',
    failureMeans:
      'Requests keep coming with a write key that is wrong, expired or revoked: whoever sends them throws the events away. Look ' +
      'at `holdfast keys list` for a key that ended, and at the access log for the address; then give the sender a key that holds.',
  },
  {
    ...moreThanStrangers,
    reporter: 'ingest',
    metricName: 'RequestsRefusedMalformed',
    failureMeans:
      'Requests keep coming that can never be valid, such as broken JSON: whoever sends them throws the events away. Look at the ' +
      'access log for the route and the address, and mend the sender; the answer to each request says what is wrong with it.',
  },
  {
    ...moreThanStrangers,
    reporter: 'ingest',
    metricName: 'RequestsRefusedTooLarge',
    failureMeans:
      'Requests keep coming above 500 KB or 2,500 events, or with a single event above 32 KB: whoever sends them throws the events ' +
      'away. Look at the access log for the address, and let the sender make smaller batches.',
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
    ...againAndAgain,
    reporter: 'profile',
    metricName: 'JoinsRefused',
    failureMeans:
      'More than 50 visitors claim to be one user: an id that many share, such as a till or a test account. No more visitors are ' +
      'joined into it; each stays a customer of its own. Look at the log of profile for the id and at `holdfast why` for its ' +
      'visitors; then let the sender leave out the user id where it is nobody in particular.',
  },
  {
    ...againAndAgain,
    reporter: 'profile',
    metricName: 'AliasesRefused',
    failureMeans:
      'A product service sends alias calls from one known user to another. Users are not joined: each keeps its own profile, and is ' +
      'contacted for itself. Look at `holdfast why` for the users; then let the sender keep the first user id.',
  },
  {
    ...unusuallyMany,
    reporter: 'profile',
    metricName: 'IdsPassedOver',
    failureMeans:
      'More than 100 events within an hour name an id that stands for nobody in particular, such as "null" or "guest": they count for ' +
      'the anonymous visitor instead. Look at the log of profile for the ids; then let the sender leave the id out.',
  },
  {
    ...againAndAgain,
    reporter: 'profile',
    metricName: 'MembersPassedOver',
    failureMeans:
      'An account has more than 10,000 members: only the first of these customers by their ids are counted, so what its features and ' +
      'segments say of members is of these alone. Look at the log of profile for the account; let the sender name an account of its own for ' +
      'each organisation, and none where everybody is meant.',
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
    reporter: 'archive',
    metricName: 'MessageFailed',
    failureMeans:
      'Some accepted events cannot be written into the archive and are tried again; after five tries they go to the dead-letter ' +
      'queue. Look at the log of archive for the reason: often the bucket is not there, or does not let it write.',
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
  {
    ...atOnce,
    reporter: 'survey',
    metricName: 'ProfilesUnreadable',
    failureMeans:
      'The survey found profiles that it cannot read: events of these customers cannot be counted either. Look at the log of survey for ' +
      'their keys and the reason; often code that is older than what wrote them is running.',
  },
  {
    ...neverInTwoDays,
    reporter: 'survey',
    metricName: 'SurveysFinished',
    failureMeans:
      'For two days no survey of all customers has come to its end: scores compare with an older population, and whoever does nothing is ' +
      'not judged under new definitions. Look at the log of survey for where it stops.',
  },
];

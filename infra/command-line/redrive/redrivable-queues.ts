/** A queue whose dead letters can be moved back, by the outputs of the stacks that name both. */
export type RedrivableQueue = {
  readonly queueOutput: string;
  readonly deadLetterOutput: string;
  /** Why moving a message back twice does no harm. */
  readonly repetition: string;
};

/** The queues, by the word that names each on the command line. */
export const redrivableQueues = {
  events: {
    queueOutput: 'EventQueueUrl',
    deadLetterOutput: 'EventDeadLetterQueueUrl',
    repetition: 'Every event counts once, however often it is moved.',
  },
  archive: {
    queueOutput: 'ArchiveQueueUrl',
    deadLetterOutput: 'ArchiveDeadLetterQueueUrl',
    repetition: 'An event that is in the archive twice counts once when it is folded.',
  },
  playbooks: {
    queueOutput: 'PlaybookQueueUrl',
    deadLetterOutput: 'PlaybookDeadLetterQueueUrl',
    repetition: 'No playbook starts twice for one change, however often it is moved.',
  },
  deliveries: {
    queueOutput: 'DeliveryQueueUrl',
    deadLetterOutput: 'DeliveryDeadLetterQueueUrl',
    repetition: 'Nobody is contacted twice for one reason, however often a message is moved.',
  },
} as const satisfies Record<string, RedrivableQueue>;

export type RedrivableQueueName = keyof typeof redrivableQueues;

/** The names in the order in which they are shown. */
export const redrivableQueueNames = [
  'events',
  'archive',
  'playbooks',
  'deliveries',
] as const satisfies RedrivableQueueName[];

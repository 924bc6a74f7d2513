import { archivedEventSchema } from '#contracts/archived-event.ts';
import { archivedBatchMessageSchema, archiveMessageSchema } from '#contracts/queue-message.ts';

const archived = {
  id: 'e1',
  type: 'track',
  name: 'Bought',
  userId: 'ada',
  anonymousId: null,
  accountId: null,
  timeMs: 1,
  receivedMs: 2,
  properties: { total: 5 },
  context: {},
  tenant: 'shop',
  source: 'web',
  correlationId: 'r',
  mode: 'replay',
  asOfMs: 3,
};

/** The canonical examples of what goes into the archive and comes out of it. */
export const archiveExamples = {
  archivedBatchMessageSchema: {
    schema: archivedBatchMessageSchema,
    defaults: ['source', 'countsFor'],
    value: {
      kind: 'archived events',
      countsFor: 'both',
      schemaVersion: 1,
      source: 'replay',
      tenant: 'shop',
      correlationId: 'r',
      clock: { mode: 'replay', asOfMs: null },
      events: [7],
    },
  },
  archiveMessageSchema: {
    schema: archiveMessageSchema,
    value: { kind: 'to archive', schemaVersion: 1, events: [archived] },
  },
  archivedEventSchema: { schema: archivedEventSchema, value: archived },
};

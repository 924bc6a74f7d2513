import { expect, test } from 'vitest';
import { type ArchivedBatchMessage, archiveMessageSchema } from '#contracts/queue-message.ts';
import { eventOfArchived } from '#domain/ingest/archived-event-of.ts';
import { review } from '#domain/ingest/event-builders.ts';
import { trackingPlan } from '#domain/ingest/tracking-plan.ts';
import type { GroupedMessages } from '#functions/profile/group-by-customer.ts';
import { scoreTexts } from '#functions/profile/score-texts.ts';
import { eventMessage, exampleEvent } from './example-events.ts';
import { exampleRetention } from './example-retention.ts';
import { createProfileWorld } from './profile-world.ts';

const plan = trackingPlan([review('Product Reviewed', { sentiment: 'review_body' })]);
const none = new Set<string>();

function reviewEvent(id: string, properties: Record<string, string | number>) {
  return exampleEvent(id, { name: 'Product Reviewed', properties });
}

const kind = reviewEvent('kind', { review_body: 'I love it' });
const forged = reviewEvent('forged', { review_body: 'I hate it', holdfastSentiment: 1 });
const silent = reviewEvent('silent', { holdfastSentiment: 1, stars: 5 });

function archivedIn(bodies: readonly string[]) {
  return bodies.flatMap((body) => archiveMessageSchema.parse(JSON.parse(body)).events);
}

test('createProfileHandler archives how kind a text is, and nothing that a sender says of it', async () => {
  const world = createProfileWorld({ definitions: { ...exampleRetention, plan } });
  expect(await world.handle([eventMessage('a', [kind, forged, silent])])).toEqual(none);
  expect(archivedIn(world.archive.bodies()).map(({ properties }) => properties)).toEqual([
    { review_body: 'I love it', holdfastSentiment: 0.637 },
    { review_body: 'I hate it', holdfastSentiment: -0.572 },
    { stars: 5 },
  ]);
});

test('createProfileHandler archives the sentiment also where another message of the batch cannot be handed over', async () => {
  const large = exampleEvent('large', { userId: 'bob', properties: { note: 'x'.repeat(250_000) } });
  const world = createProfileWorld({
    definitions: { ...exampleRetention, plan },
    archive: (queue) => ({
      send: (messages) =>
        JSON.stringify(messages).includes('"id":"large"') ? Promise.reject(new Error('refused')) : queue.send(messages),
    }),
  });
  expect(await world.handle([eventMessage('a', [kind]), eventMessage('b', [large])])).toEqual(new Set(['b']));
  expect(archivedIn(world.archive.bodies())).toMatchObject([{ properties: { holdfastSentiment: 0.637 } }]);
});

/** Receives events, in the archive already or not, and gives their groups back scored. */
async function scored(accepted: readonly ReturnType<typeof reviewEvent>[], archived: typeof accepted) {
  const received: GroupedMessages = {
    groups: [
      {
        tenant: 'shop',
        customerId: 'ada',
        clock: { mode: 'live' },
        correlationId: 'a',
        correlationIds: new Map(),
        events: [...accepted, ...archived],
        news: [],
        messageIds: new Set(['a']),
      },
    ],
    accepted: accepted.map((event) => ({
      messageId: 'a',
      event,
      source: 'queue',
      correlationId: 'a',
      clock: { mode: 'live' },
    })),
    quarantined: [],
    unreadable: [],
    offPlan: [],
  };
  return { received, result: await scoreTexts(plan, received) };
}

test('scoreTexts counts the very events that it archives', async () => {
  const { result } = await scored([kind, forged, silent], []);
  expect(result.groups.flatMap((group) => group.events)).toEqual(result.accepted.map(({ event }) => event));
  expect(result.groups[0]?.events[0]?.properties['holdfastSentiment']).toBe(0.637);
});

test('scoreTexts leaves what comes out of the archive as it was archived', async () => {
  const { result } = await scored([], [forged]);
  expect(result.groups[0]?.events).toEqual([forged]);
});

test('scoreTexts gives back the very batch where there is nothing to score', async () => {
  const { received, result } = await scored([reviewEvent('plain', { stars: 5 })], []);
  expect(result).toBe(received);
});

test('createProfileHandler counts the same from the archive as it did live, whatever the plan says by then', async () => {
  const live = createProfileWorld({ definitions: { ...exampleRetention, plan } });
  await live.handle([eventMessage('a', [kind, forged, silent])]);
  const again = createProfileWorld({ definitions: { ...exampleRetention, plan: trackingPlan([]) } });
  const events = archivedIn(live.archive.bodies()).map(eventOfArchived);
  const content: Partial<ArchivedBatchMessage> = { kind: 'archived events' };
  const message = eventMessage('b', events);
  await again.handle([{ ...message, body: JSON.stringify({ ...JSON.parse(message.body), ...content }) }]);
  expect(await again.eventsOf()).toBe(3);
  expect(again.archive.bodies()).toEqual([]);
});

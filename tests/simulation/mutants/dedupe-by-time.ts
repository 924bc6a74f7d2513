import * as z from 'zod';
import type { Mutant } from '../mutant.ts';
import { noSpoiler } from '../spoiler.ts';

const eventSchema = z.looseObject({ userId: z.unknown(), anonymousId: z.unknown(), timeMs: z.number() });
const messageSchema = z.looseObject({ kind: z.literal('events'), events: z.array(z.unknown()) });

/** The body with the first event of each customer and time alone; other bodies as they are. */
function oneForEachTime(body: string): string {
  if (!body.startsWith('{"kind":"events"')) return body;
  const message = messageSchema.safeParse(JSON.parse(body));
  if (!message.success) return body;
  const known = new Set<string>();
  const events = message.data.events.filter((raw) => {
    const event = eventSchema.safeParse(raw);
    if (!event.success) return true;
    const key = JSON.stringify([event.data.userId, event.data.anonymousId, event.data.timeMs]);
    return known.size < known.add(key).size;
  });
  return JSON.stringify({ ...message.data, events });
}

export const dedupeByTime: Mutant = {
  name: 'duplicates by time',
  what: 'takes two events of a customer at the same time for one',
  spoil: {
    ...noSpoiler,
    consume: (handle, queue) => (messages) =>
      handle(
        queue === 'event' ? messages.map((message) => ({ ...message, body: oneForEachTime(message.body) })) : messages,
      ),
  },
};

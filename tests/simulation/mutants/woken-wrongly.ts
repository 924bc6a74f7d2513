import * as z from 'zod';
import type { ProfileWakesMessage } from '#contracts/queue-message.ts';
import type { Mutant } from '../mutant.ts';
import { noSpoiler } from '../spoiler.ts';
import { putInLightOf } from './remembering-store.ts';

export const wakeTimeKept: Mutant = {
  name: 'a wake-up that is not moved earlier',
  what: 'leaves a wake-up that lies ahead where it is, although something changes before it',
  spoil: {
    ...noSpoiler,
    profiles: (store) =>
      putInLightOf(store, (record, read) => {
        const storedMs = read?.wakeAtMs ?? null;
        if (record.wakeAtMs === null || storedMs === null || storedMs <= record.judgedMs) return record;
        return { ...record, wakeAtMs: storedMs };
      }),
  },
};

function reversed(message: ProfileWakesMessage): ProfileWakesMessage {
  return { ...message, customers: message.customers.toReversed() };
}

export const backlogInAnyOrder: Mutant = {
  name: 'a backlog in any order',
  what: 'wakes those first who are due last',
  spoil: { ...noSpoiler, wakes: (queue) => ({ send: (messages) => queue.send(messages.toReversed().map(reversed)) }) },
};

const packedSchema = z.looseObject({ kind: z.literal('wake profiles'), customers: z.array(z.unknown()) });

/** The body with the first customer alone; other bodies as they are. */
function withOneCustomer(body: string): string {
  if (!body.startsWith('{"kind":"wake profiles"')) return body;
  const message = packedSchema.safeParse(JSON.parse(body));
  if (!message.success) return body;
  return JSON.stringify({ ...message.data, customers: message.data.customers.slice(0, 1) });
}

export const firstOfPackedAlone: Mutant = {
  name: 'the first of a packed wake-up alone',
  what: 'acknowledges a message that wakes many customers when the first of them was looked at',
  spoil: {
    ...noSpoiler,
    consume: (handle, queue) => (messages) =>
      handle(queue === 'event' ? messages.map((one) => ({ ...one, body: withOneCustomer(one.body) })) : messages),
  },
};

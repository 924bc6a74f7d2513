import type { ClockMode } from '#contracts/clock-mode.ts';
import type { EventBatchMessage } from '#contracts/queue-message.ts';
import type { Random } from '#infra/local/demo/random.ts';
import type { DirectMessage } from '../plan.ts';
import type { Scene } from './draw-scene.ts';
import type { Send } from './draw-sends.ts';
import { segmentItem, simEventOf } from './pack-calls.ts';
import type { SimEvent } from './sim-event.ts';

/** A message that is put on the event queue directly, with what a check has to know of its events. */
export type SimMessage = DirectMessage & { readonly events: readonly SimEvent[] };

/** Bodies that no version of the code can read; each is told apart by its number. */
function poison(random: Random, index: number): string {
  const bodies = [
    `not JSON, number ${index}`,
    JSON.stringify({ kind: 'a letter', number: index }),
    JSON.stringify({
      kind: 'events',
      schemaVersion: 99,
      tenant: 'north',
      correlationId: `poison-${index}`,
      events: [],
    }),
    JSON.stringify([index]),
  ];
  return random.pick(bodies);
}

/** Draws some messages that must end in the dead-letter queue, most runs have none. */
export function drawPoison(random: Random, scene: Scene): SimMessage[] {
  const count = random.chance(0.3) ? 1 + random.below(2) : 0;
  return Array.from({ length: count }, (_, index) => ({
    atMs: Math.floor(scene.startMs + random.next() * scene.spanMs),
    body: poison(random, index),
    events: [],
  }));
}

function messageOf(sends: readonly [Send, ...Send[]], correlationId: string, clock: ClockMode): SimMessage {
  const { atMs, deed } = sends[0];
  const events = sends.map((send) => ({ ...send.deed, receivedMs: atMs }));
  const message: EventBatchMessage = {
    kind: 'events',
    schemaVersion: 1,
    tenant: deed.tenant,
    source: 'direct',
    correlationId,
    clock,
    events,
  };
  return { atMs, body: JSON.stringify(message), events: sends.map((send) => simEventOf(send, clock)) };
}

/** An event as a product service puts it on the queue by itself: as a Segment item, or as a CloudEvent with one in it. */
function itemMessageOf(send: Send, kind: 'segment' | 'cloudevents'): SimMessage {
  const { atMs, deed } = send;
  const item = segmentItem(deed);
  const cloudEvent = { specversion: '1.0', id: deed.id, source: '/sim', type: `holdfast.${deed.type}`, data: item };
  const events = kind === 'segment' ? { batch: [item] } : { events: [cloudEvent] };
  const message = { kind, schemaVersion: 1, tenant: deed.tenant, source: 'direct', ...events };
  return { atMs, body: JSON.stringify(message), events: [simEventOf(send)] };
}

/** Events that come by the queue, one message for each; sound ones in every form that it takes, in turn. */
export function packMessages(sends: readonly Send[]): SimMessage[] {
  const direct = sends.filter((send) => send.door === 'queue').toSorted((a, b) => a.atMs - b.atMs);
  return direct.map((send, index) => {
    const form = (['events', 'segment', 'cloudevents'] as const)[index % 3] ?? 'events';
    // An item that says a time ahead happened now; as a canonical event it is set aside.
    const isSound = send.flaw === 'none' && send.deed.timeMs <= send.atMs;
    if (isSound && form !== 'events') return itemMessageOf(send, form);
    return messageOf([send], `direct-${index}`, { mode: 'live' });
  });
}

/** History of one customer, as an import sends it: all of it at once, under the time that it ends at or the running clock. */
export function packImport(sends: readonly Send[], index: number, asOfMs: number | null): SimMessage[] {
  const [first, ...rest] = sends;
  return first === undefined ? [] : [messageOf([first, ...rest], `import-${index}`, { mode: 'replay', asOfMs })];
}

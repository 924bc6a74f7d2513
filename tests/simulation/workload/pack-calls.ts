import type { ClockMode } from '#contracts/clock-mode.ts';
import { isoTime } from '#contracts/time.ts';
import { customerOf } from '#domain/profile/customer-of.ts';
import type { Random } from '#infra/local/demo/random.ts';
import type { ClientCall } from '../plan.ts';
import { dayMs, type Scene } from './draw-scene.ts';
import type { Send } from './draw-sends.ts';
import { shuffled } from './shuffled.ts';
import type { Deed, SimEvent } from './sim-event.ts';
import { writeKeyOf } from './sim-sources.ts';

/** A call with what a check has to know of its events. */
export type SimCall = ClientCall & { readonly events: readonly SimEvent[] };

function contentOf(deed: Deed): object {
  const { name, properties } = deed;
  switch (deed.type) {
    case 'track':
      return { event: name, properties };
    case 'identify':
      return { traits: properties };
    case 'group':
      return { groupId: deed.accountId, traits: properties };
    case 'alias':
      return properties;
    case 'page':
    case 'screen':
      return { name, properties };
  }
}

/** An event as a client of the Segment specification sends it. */
export function segmentItem(deed: Deed): object {
  return {
    messageId: deed.id,
    type: deed.type,
    timestamp: isoTime(deed.timeMs),
    ...(deed.userId === null ? {} : { userId: deed.userId }),
    ...(deed.anonymousId === null ? {} : { anonymousId: deed.anonymousId }),
    ...(Object.keys(deed.context).length === 0 ? {} : { context: deed.context }),
    ...contentOf(deed),
  };
}

/** A copy of an event as it is planned. */
export function simEventOf(send: Send, clock: ClockMode = { mode: 'live' }): SimEvent {
  const { deed, flaw, atMs, isRepeat, door } = send;
  return {
    id: deed.id,
    customerId: customerOf(deed) ?? '',
    isRepeat,
    deed,
    flaw,
    sentMs: atMs,
    door,
    clock,
  };
}

function callOf(sends: readonly Send[], atMs: number): SimCall {
  const first = sends[0];
  if (first === undefined) throw new Error('Cannot make a call of no events');
  const body = { writeKey: writeKeyOf(first.deed.tenant), batch: sends.map(({ deed }) => segmentItem(deed)) };
  return { atMs, body: JSON.stringify(body), events: sends.map((send) => simEventOf(send)) };
}

/** Packs what is sent at about the same time into calls, now and then in a mixed-up order. */
export function packCalls(random: Random, scene: Scene, sends: readonly Send[]): SimCall[] {
  const calls: SimCall[] = [];
  for (const tenant of scene.tenants) {
    let packed: Send[] = [];
    const close = () => {
      const last = packed.at(-1);
      if (last !== undefined) calls.push(callOf(random.chance(0.3) ? shuffled(random, packed) : packed, last.atMs));
      packed = [];
    };
    const own = sends.filter((send) => send.door === 'http' && send.deed.tenant === tenant);
    for (const send of own.toSorted((a, b) => a.atMs - b.atMs)) {
      const startMs = packed[0]?.atMs ?? send.atMs;
      if (send.atMs - startMs > scene.callWindowMs || packed.length >= scene.callEvents) close();
      packed.push(send);
    }
    close();
  }
  return calls;
}

function packBurst(random: Random, deeds: readonly Deed[], atMs: number, isRepeat: boolean): SimCall {
  const sends = deeds.map((deed): Send => ({ deed, flaw: 'none', atMs, isRepeat, door: 'http' }));
  return callOf(random.chance(0.5) ? shuffled(random, sends) : sends, atMs);
}

/** A burst in one call, and perhaps all of it once more, up to nine days later. */
export function packBursts(random: Random, deeds: readonly Deed[]): SimCall[] {
  if (deeds.length === 0) return [];
  const atMs = Math.max(...deeds.map((deed) => deed.timeMs));
  const calls = [packBurst(random, deeds, atMs, false)];
  if (random.chance(0.5)) calls.push(packBurst(random, deeds, atMs + random.below(9 * dayMs), true));
  return calls;
}

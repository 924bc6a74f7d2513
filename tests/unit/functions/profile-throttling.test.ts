import { describe, expect, test } from 'vitest';
import type { ReceivedMessage } from '#functions/received-message.ts';
import type { ProfileStore } from '#ports/profile-store.ts';
import { ThrottledError } from '#ports/throttled-error.ts';
import { eventMessage, exampleEvent, tenant } from './example-events.ts';
import { aliasEvent, identifyEvent, visitorEvent } from './joining.ts';
import { createProfileWorld } from './profile-world.ts';
import { receivedMessage } from './received-messages.ts';

/** A store that is throttled as long as the switch is on, and lists the requests that it was asked. */
function createThrottledWorld(isThrottled: (request: string) => boolean) {
  const requests: string[] = [];
  const ask = async <Result>(request: string, work: () => Promise<Result>): Promise<Result> => {
    requests.push(request);
    if (isThrottled(request)) throw new ThrottledError(request, null);
    return work();
  };
  const world = createProfileWorld({
    profiles: (store): ProfileStore => ({
      load: (owner, id, consistency) => ask(`load ${id}`, () => store.load(owner, id, consistency)),
      loadMany: (owners) => ask(`load ${owners.length} together`, () => store.loadMany(owners)),
      loadPages: (owner, id, after) => ask(`load pages ${id}`, () => store.loadPages(owner, id, after)),
      loadTraits: (owner, id) => ask(`load traits ${id}`, () => store.loadTraits(owner, id)),
      loadJoins: (owner, id) => ask(`load joins ${id}`, () => store.loadJoins(owner, id)),
      put: (record) => ask(`put ${record.customerId}`, () => store.put(record)),
      putJoin: (owner, id, visitor, atMs) => ask(`put join ${id}`, () => store.putJoin(owner, id, visitor, atMs)),
      loadMembers: (owner, id) => ask(`load members ${id}`, () => store.loadMembers(owner, id)),
      loadMemberChunk: (owner, id, after) => ask(`load members ${id}`, () => store.loadMemberChunk(owner, id, after)),
      putMember: (owner, id, userId, register) =>
        ask(`put member ${id}`, () => store.putMember(owner, id, userId, register)),
      putPage: (page) => ask(`put page ${page.customerId}`, () => store.putPage(page)),
      putTraits: (owner, id, stored) => ask(`put traits ${id}`, () => store.putTraits(owner, id, stored)),
    }),
  });
  return { world, requests };
}

const eventsOf = (customers: number): ReceivedMessage[] =>
  Array.from({ length: customers }, (_, index) =>
    eventMessage(`m${index}`, [exampleEvent(`e${index}`, { userId: `customer ${index}` })]),
  );
const idsOf = (messages: readonly ReceivedMessage[]) => new Set(messages.map((message) => message.id));

describe('createProfileHandler over a table that throttles everything', () => {
  test('createProfileHandler asks once for each bunch of 25 customers, sends all messages back, and waits for nothing', async () => {
    const { world, requests } = createThrottledWorld(() => true);
    const messages = eventsOf(60);
    expect(await world.handle(messages)).toEqual(idsOf(messages));
    expect(requests.toSorted()).toEqual(['load 10 together', 'load 25 together', 'load 25 together']);
    expect(world.pausesMs).toEqual([]);
    expect(world.observer.warnings[0]).toContain('throttled');
  });

  test('createProfileHandler asks at most once for each customer, whatever its events are', async () => {
    const { world, requests } = createThrottledWorld(() => true);
    const events = [
      identifyEvent('1', 'ada'),
      aliasEvent('2', 'bob', 'y'),
      visitorEvent(3),
      exampleEvent('4', { userId: 'eve' }),
      ...Array.from({ length: 450 }, (_, index) => exampleEvent(`burst ${index}`, { userId: 'hot' })),
    ];
    const messages = events.map((event, index) => eventMessage(`m${index}`, [event]));
    expect(await world.handle(messages)).toEqual(idsOf(messages));
    expect(requests.toSorted()).toEqual(['load 5 together', 'load anonymous:x', 'load anonymous:y']);
  });

  test('createProfileHandler asks at most twice for each write when only writes are throttled', async () => {
    const { world, requests } = createThrottledWorld((request) => request.startsWith('put'));
    const messages = eventsOf(30);
    expect(await world.handle(messages)).toEqual(idsOf(messages));
    const puts = requests.filter((request) => request.startsWith('put'));
    expect(new Set(puts).size).toBe(30);
    expect(requests).toHaveLength(30 + 2);
    expect(world.pausesMs).toEqual([]);
  });

  test('createProfileHandler puts nothing after a page that could not be looked up or written', async () => {
    const switches = { isOn: false };
    const { world, requests } = createThrottledWorld((request) => switches.isOn && request.includes('page'));
    const burst = (id: string, from: number) =>
      eventMessage(
        id,
        Array.from({ length: 110 }, (_, index) => exampleEvent(`event ${from + index}`)),
      );
    for (let index = 0; index < 8; index += 1) await world.handle([burst(`m${index}`, index * 110)]);
    const before = await world.profile();
    switches.isOn = true;
    const asked = requests.length;
    expect(await world.handle([burst('more', 5_000)])).toEqual(new Set(['more']));
    expect(requests.slice(asked)).toEqual(['load 1 together', 'load pages ada']);
    expect(await world.profile()).toEqual(before);
  });

  test('createProfileHandler takes everything in once the table answers again, each event once', async () => {
    const switches = { isOn: true };
    const { world } = createThrottledWorld(() => switches.isOn);
    const events = [visitorEvent(1), identifyEvent('join'), exampleEvent('own')];
    const messages = [...eventsOf(40), ...events.map((event, index) => eventMessage(`join ${index}`, [event]))];
    for (let receives = 0; receives < 3; receives += 1) await world.handle(messages);
    switches.isOn = false;
    let left = messages;
    for (let rounds = 0; left.length > 0; rounds += 1) {
      expect(rounds).toBeLessThan(5);
      const failed = await world.handle(left);
      left = left.filter((message) => failed.has(message.id));
    }
    expect(world.observer.total('EventsApplied')).toBe(43);
    expect(await world.eventsOf('ada')).toBe(3);
  });

  test('createProfileHandler asks once for each of events and wake-up of one customer', async () => {
    const { world, requests } = createThrottledWorld(() => true);
    const wake = { kind: 'wake profile', schemaVersion: 1, tenant, customerId: 'ada', dueMs: 1 };
    const messages = [eventMessage('m', [exampleEvent('1')]), receivedMessage('w', JSON.stringify(wake))];
    expect(await world.handle(messages)).toEqual(new Set(['m', 'w']));
    expect(requests.length).toBeLessThanOrEqual(2);
  });
});

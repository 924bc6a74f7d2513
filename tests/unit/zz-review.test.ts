import { expect, test } from 'vitest';
import { stateOfEvent } from '#domain/profile/fold-event.ts';
import { defineRetention } from '#domain/retention-definitions.ts';
import { advanceProfile } from '#domain/profile/advance-profile.ts';
import { createDynamoProfileStore } from '#adapters/aws/dynamodb-profile-store.ts';
import { readAhead } from '#functions/profile/read-ahead.ts';
import { advanceOlder, olderPageItem, olderProfileItem } from '../contract/older-profile-code.ts';
import { dayMs, eventMessage, exampleEvent, nowMs, purchaseEvent, tenant } from './functions/example-events.ts';
import { exampleRetention } from './functions/example-retention.ts';
import { createProfileWorld } from './functions/profile-world.ts';
import { createPlaybookWorld, announced } from './functions/playbook-world.ts';

const stateOf = (e: any) => stateOfEvent(exampleRetention.plan, e);
const range = (count: number, from = 0) => Array.from({ length: count }, (_, i) => exampleEvent(`event ${from + i}`));

test('A layout-1 pages written after the cache was filled', async () => {
  const world = createProfileWorld();
  let record: any = { tenant, customerId: 'ada', version: 0, state: { totals: new Map(), days: [] }, recentEventIds: new Uint8Array(), pageCount: 0,
    memberships: {}, riskBand: 'low', judgedMs: nowMs - dayMs, clock: 'live', wakeAtMs: null, outbox: '' };
  const older = (events: any[]) => {
    const next = advanceOlder(record, events, stateOf);
    for (const page of next.pages) world.table.put(olderPageItem(page, (nowMs + 360 * dayMs) / 1000));
    record = next.record;
    world.table.put(olderProfileItem(record));
  };
  for (let i = 0; i < 400; i += 10) older(range(10, i));
  // new code: a repetition only, nothing to write; layout stays 1; fills the cache
  await world.handle([eventMessage('dup', range(5))]);
  // old code, still running beside it: 60 new events
  for (let i = 400; i < 460; i += 10) older(range(10, i));
  // new code: a repetition of what the old code counted
  await world.handle([eventMessage('dup2', range(60, 400))]);
  console.log('A applied by new code (should be 0):', world.observer.total('EventsApplied'), 'events (should be 460):', await world.eventsOf());
});

test('B segment removed / unknown to one side', async () => {
  const fewer = defineRetention({ ...exampleRetention, segments: exampleRetention.segments.filter((s: any) => s.name !== 'valuable'),
    playbooks: [], templates: [], features: [...exampleRetention.features.values()] } as any);
  const base = { tenant, customerId: 'ada', pages: null, absorbed: [], clock: { mode: 'live' as const }, correlationId: 'c', correlationIds: new Map() };
  const v1 = advanceProfile(exampleRetention, { ...base, record: null, events: [purchaseEvent('p', 300)], nowMs });
  const v2 = advanceProfile(fewer, { ...base, record: v1.record, events: [exampleEvent('x')], nowMs });
  const v3 = advanceProfile(exampleRetention, { ...base, record: v2.record, events: [exampleEvent('y')], nowMs });
  console.log('B', JSON.stringify([v1, v2, v3].map((v) => v.record?.outbox?.changes ?? null)));
});

test('C one throttled key of a bunch fails 25', async () => {
  let calls = 0;
  const client: any = { send: async (command: any) => {
    calls += 1;
    const [name, { Keys }] = Object.entries(command.input.RequestItems)[0] as any;
    const hot = Keys.filter((k: any) => k.pk.S.endsWith('|hot'));
    if (hot.length === Keys.length) { return { Responses: {}, UnprocessedKeys: { [name]: { Keys: hot } } }; }
    return { Responses: { [name]: [] }, UnprocessedKeys: { [name]: { Keys: hot } } };
  } };
  const store = createDynamoProfileStore({ client, tableName: 't' });
  const owners = [{ tenant, customerId: 'hot' }, ...Array.from({ length: 24 }, (_, i) => ({ tenant, customerId: `c${i}` }))];
  const ahead = readAhead(store, owners, () => undefined);
  const results = await Promise.allSettled(owners.map((o) => ahead.load(o.tenant, o.customerId, 'eventual')));
  console.log('C failed loads of 25:', results.filter((r) => r.status === 'rejected').length, 'requests', calls);
});

test('D consent after a join', async () => {
  const world = createProfileWorld();
  await world.handle([eventMessage('a', [exampleEvent('v1', { userId: null, anonymousId: 'x' })])]);
  await world.handle([eventMessage('b', [exampleEvent('j', { type: 'identify', name: 'Identify', userId: 'ada', anonymousId: 'x', properties: { unsubscribed: true } })])]);
  await world.handle([eventMessage('c', [exampleEvent('late', { type: 'identify', name: 'Identify', userId: null, anonymousId: 'x', properties: { email: 'a@b.c' } })])]);
  console.log('D', JSON.stringify((await world.profiles.loadTraits(tenant, 'anonymous:x')).traits), JSON.stringify(Object.keys((await world.profiles.loadTraits(tenant, 'ada')).traits)));
});

test('E money overflow', async () => {
  const world = createProfileWorld();
  const failed: number[] = [];
  for (let i = 0; i < 60; i += 1) {
    const r = await world.handle([eventMessage(`m${i}`, [purchaseEvent(`big ${i}`, 9e12), exampleEvent(`other ${i}`, { userId: 'bob' })])]);
    if (r.size > 0) failed.push(i);
  }
  console.log('E failed at', failed.slice(0, 3), failed.length, world.observer.warnings.at(-1));
});

test('F shared device, order', async () => {
  for (const order of [['ada', 'bob'], ['bob', 'ada']]) {
    const world = createProfileWorld();
    await world.handle([eventMessage('a', [exampleEvent('v1', { userId: null, anonymousId: 'x' })])]);
    for (const u of order) await world.handle([eventMessage(u, [exampleEvent(`j ${u}`, { type: 'identify', name: 'Identify', userId: u, anonymousId: 'x' })])]);
    console.log('F', order, await world.eventsOf('ada'), await world.eventsOf('bob'));
  }
});

test('G cause of a join', async () => {
  const world = createProfileWorld();
  await world.handle([eventMessage('a', [purchaseEvent('v1', 300, { userId: null, anonymousId: 'x' })])]);
  await world.handle([eventMessage('b', [exampleEvent('j', { type: 'identify', name: 'Identify', userId: 'ada', anonymousId: 'x' })])]);
  console.log('G', JSON.stringify(world.announced().map((t) => [t.customerId, t.type, (t as any).segment ?? (t as any).from + '>' + (t as any).to, t.why.cause.kind])));
});

test('H two runs after a join', async () => {
  const w = createPlaybookWorld();
  const { profileWorld, clock } = w;
  await profileWorld.handle([eventMessage('a', [exampleEvent('v1', { userId: null, anonymousId: 'x' })])]);
  clock.nowMs = nowMs + 14 * dayMs;
  await profileWorld.handle([{ id: 'w', body: JSON.stringify({ kind: 'wake profile', schemaVersion: 1, tenant, customerId: 'anonymous:x', dueMs: clock.nowMs }) }]);
  const t1 = (await w.latestTransitions('anonymous:x')).filter((t) => t.type === 'Segment Entered');
  await w.play(t1.map(announced));
  console.log('H1', w.takeCommands().map((c) => [c.kind, c.customerId]));
  clock.nowMs += dayMs / 2;
  await profileWorld.handle([eventMessage('b', [exampleEvent('j', { type: 'identify', name: 'Identify', userId: 'ada', anonymousId: 'x', timeMs: clock.nowMs, receivedMs: clock.nowMs })])]);
  const t2 = (await w.latestTransitions('ada')).filter((t) => t.type === 'Segment Entered');
  await w.play(t2.map(announced));
  console.log('H2', w.takeCommands().map((c) => [c.kind, c.customerId]), t2.map((t: any) => t.segment));
});

test('I same id under both identities, order', async () => {
  const anon = exampleEvent('same', { userId: null, anonymousId: 'x' });
  const user = exampleEvent('same', { userId: 'ada', anonymousId: 'x' });
  const join = exampleEvent('j', { type: 'identify', name: 'Identify', userId: 'ada', anonymousId: 'x' });
  for (const order of [[anon, join, user], [join, anon, user]]) {
    const world = createProfileWorld();
    for (const [i, e] of order.entries()) await world.handle([eventMessage(`m${i}`, [e])]);
    console.log('I', await world.eventsOf('ada'));
  }
});
test('J many joins of one user', async () => {
  let requests = 0;
  const world = createProfileWorld({ profiles: (store) => new Proxy(store, { get: (t: any, k) => typeof t[k] === 'function' ? (...a: any[]) => { requests += 1; return t[k](...a); } : t[k] }) as any });
  const events = Array.from({ length: 2500 }, (_, i) => exampleEvent(`j${i}`, { type: 'identify', name: 'Identify', userId: 'null', anonymousId: `a${i}` }));
  for (let i = 0; i < 2500; i += 500) await world.handle([eventMessage('pre' + i, events.slice(i, i + 500).map((e) => exampleEvent('p' + e.id, { userId: null, anonymousId: e.anonymousId })))]);
  requests = 0;
  const start = Date.now();
  const r = await world.handle([eventMessage('joins', events)]);
  console.log('J requests, one after the other:', requests, 'failed', r.size, 'ms', Date.now() - start, world.observer.warnings.at(-1)?.slice(0, 200));
});

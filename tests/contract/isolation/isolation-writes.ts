import { createKey } from '#infra/command-line/keys/create-key.ts';
import { type KeyRing, keysOf } from '#infra/command-line/keys/key-ring.ts';
import { revokeKeys } from '#infra/command-line/keys/revoke-keys.ts';
import { rotateKey } from '#infra/command-line/keys/rotate-key.ts';
import { countedEvent, type Deed, segmentItem } from './isolation-events.ts';
import { type IsolationPlay, type KnownKey, modelOf, sourceOf } from './isolation-play.ts';
import { isolatedTenants, marked } from './marks.ts';

const hourMs = 3_600_000;

const ringOf = ({ stores, world }: IsolationPlay, tenant: string): KeyRing => {
  return { sources: stores.sources, tenant, nowMs: world.clock.nowMs };
};

const basic = (key: string) => `Basic ${Buffer.from(`${key}:`).toString('base64')}`;

/** Sends a deed with a key, in the header or in the body, beside the key of another tenant where there is room for one. */
export async function sendDeed(play: IsolationPlay, key: KnownKey, deed: Deed): Promise<void> {
  const { world, random, report } = play;
  const { tenant } = key;
  const other = random.pick(play.keys.filter((one) => one.tenant !== tenant));
  const inHeader = random.chance(0.7);
  const item = segmentItem(deed, tenant, other.tenant);
  const body = { batch: [{ ...item, writeKey: other.writeKey }], writeKey: inHeader ? other.writeKey : key.writeKey };
  const answer = await world.ingest({
    route: 'POST /v1/batch',
    path: '/v1/batch',
    pathParameters: {},
    headers: inHeader ? { authorization: basic(key.writeKey) } : {},
    body: JSON.stringify(body),
    requestId: `request of ${deed.id}`,
  });
  const expected = world.clock.nowMs < key.endMs ? 200 : 401;
  if (answer.status !== expected) report(`${tenant}: key ${key.keyId} was answered ${answer.status}, not ${expected}`);
  const event = expected === 200 ? countedEvent(deed, tenant, world.clock.nowMs) : null;
  if (event !== null) modelOf(play, tenant).take(event);
  await world.settle();
}

/** Puts a batch of one tenant on the queue in which another tenant's event is hidden: that one counts for nobody. */
export async function smuggle(play: IsolationPlay, deed: Deed): Promise<void> {
  const { world, random } = play;
  const tenant = random.pick(isolatedTenants);
  const other = random.pick(isolatedTenants.filter((one) => one !== tenant));
  const own = countedEvent({ ...deed, kind: 'visit' }, tenant, world.clock.nowMs);
  const hidden = { ...own, tenant: other, properties: marked(tenant), id: `${deed.id} hidden` };
  await world.enqueue({
    kind: 'events',
    schemaVersion: 1,
    tenant,
    source: sourceOf(tenant),
    correlationId: `smuggled ${deed.id}`,
    clock: { mode: 'live' },
    events: [hidden, own],
  });
  if (own !== null) modelOf(play, tenant).take(own);
  await world.settle();
}

/** Lets time pass, and wakes whoever is due. */
export async function letTimePass({ world, random }: IsolationPlay): Promise<void> {
  world.clock.nowMs += random.below(48) * hourMs;
  await world.wake();
  await world.settle();
}

/** Makes a key for a tenant, or has its older ones end at once or after an hour. */
export async function changeKeys(play: IsolationPlay, tenant: string): Promise<void> {
  const { random, keys, world } = play;
  const ring = ringOf(play, tenant);
  const own = keys.filter((key) => key.tenant === tenant && world.clock.nowMs < key.endMs);
  if (own.length === 0 || random.chance(0.3)) {
    const { keyId, writeKey } = await createKey(ring, sourceOf(tenant));
    keys.push({ tenant, keyId, writeKey, endMs: Number.POSITIVE_INFINITY });
    return;
  }
  const overlapHours = random.below(2);
  const { writeKey, keyId } = await rotateKey(ring, sourceOf(tenant), overlapHours);
  const endMs = world.clock.nowMs + overlapHours * hourMs;
  for (const one of own) one.endMs = Math.min(one.endMs, endMs);
  keys.push({ tenant, keyId, writeKey, endMs: Number.POSITIVE_INFINITY });
}

/** Has a tenant revoke a key: its own ends at once, and that of another tenant stays as it is. */
export async function revokeKey(play: IsolationPlay, tenant: string): Promise<void> {
  const { random, keys, world, report } = play;
  const key = random.pick(keys);
  const named = random.chance(0.5) ? key.keyId : key.writeKey;
  const ring = ringOf(play, tenant);
  const isDone = await revokeKeys(ring, { keyId: named }).then(
    () => true,
    () => false,
  );
  if (isDone !== (key.tenant === tenant)) report(`${tenant}: revoking key ${key.keyId} of ${key.tenant}: ${isDone}`);
  if (key.tenant === tenant) key.endMs = Math.min(key.endMs, world.clock.nowMs);
  else await play.stores.sources.revoke({ tenant, writeKeyHash: (await hashOf(play, key)) ?? '' }, 0);
  if (keys.every((one) => one.tenant !== tenant || one.endMs <= world.clock.nowMs)) await changeKeys(play, tenant);
}

/** The hash of a key, as its own tenant finds it. */
async function hashOf(play: IsolationPlay, { tenant, keyId }: KnownKey): Promise<string | null> {
  const own = await keysOf(ringOf(play, tenant), null);
  return own.find((source) => source.keyId === keyId)?.writeKeyHash ?? null;
}

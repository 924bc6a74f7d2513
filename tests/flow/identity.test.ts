import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commandLineOf } from './command-line-process.ts';
import { type LocalHoldfast, startLocalHoldfast } from './local-holdfast.ts';

/** The tenant of the only source of a local Holdfast. */
const sender = 'flow';

describe('who a customer is, through the whole stack', () => {
  let directory: string;
  let holdfast: LocalHoldfast;
  let run: ReturnType<typeof commandLineOf>;

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'holdfast-flow-'));
    holdfast = await startLocalHoldfast('identity', { startMs: Date.UTC(2026, 2, 2) });
    run = commandLineOf(holdfast, directory);
  });

  afterAll(async () => {
    await holdfast.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  let sent = 0;
  async function send(...batch: object[]): Promise<void> {
    sent += 1;
    const items = batch.map((item, index) => ({ messageId: `message ${sent}/${index}`, ...item }));
    expect(await holdfast.post('batch', { batch: items })).toMatchObject({ status: 200 });
    await holdfast.settle();
  }

  const asked = (customerId: string) => run(['why', customerId, '--tenant', sender]);
  const why = async (customerId: string) => (await asked(customerId)).result;

  test('why shows the visitors of a user, whom it could not be joined with, and its accounts', async () => {
    await send({ type: 'page', name: 'Home', anonymousId: 'browser' });
    await send({ type: 'group', anonymousId: 'browser', groupId: 'acme', traits: { plan: 'pro' } });
    await send({ type: 'identify', userId: 'ada', anonymousId: 'browser' });
    await send({ type: 'identify', userId: 'bob', anonymousId: 'browser' });
    await send({ type: 'group', userId: 'bob', groupId: 'acme', traits: { seats: 3 } });
    await send({ type: 'alias', userId: 'bob', previousId: 'ada' });
    const ada = await why('ada');
    expect(ada).toMatch(/joined from +1 visitor: its events count here\n +anonymous:browser +since 2026-03-02/);
    expect(ada).toMatch(/accounts +acme +from 2026-03-02/);
    expect(ada).toMatch(/events counted +3/);
    const bob = await why('bob');
    expect(bob).toMatch(/anonymous:browser +asked 2026-03-02 \d\d:\d\d: it belongs to ada, who was first/);
    expect(bob).toMatch(/ada +asked 2026-03-02 \d\d:\d\d: it is a user that is known, and users are not joined/);
    const acme = await why('account:acme');
    expect(acme).toMatch(/^Account account:acme of \w+, as of /);
    expect(acme).toMatch(/events counted +2/);
    expect(acme).toMatch(/Members counted\n {2}all +2\n/);
    expect(acme).toMatch(/plan +pro +told/);
    expect(acme).toMatch(/seats +3 +told/);
    expect(acme).toContain('Members (2)\n  ada\n  bob\n');
    expect(await why('anonymous:browser')).toContain('has become part of ada; see: holdfast why ada');
  });

  test('an id that means nobody is passed over: the event is the visitor’s, or is set aside by name', async () => {
    await send(
      { type: 'page', name: 'Home', userId: 'null', anonymousId: 'someone' },
      { type: 'page', name: 'Home', userId: 'guest' },
    );
    expect(await why('anonymous:someone')).toMatch(/events counted +1/);
    expect((await asked('null')).code).toBe(1);
    const { items } = await holdfast.ledger.quarantined(sender, { limit: 10, next: null });
    expect(items).toMatchObject([{ reason: 'no customer', detail: expect.stringContaining('userId "guest"') }]);
  });

  test('keys rotate and revoke let the new key in, and refuse a revoked one from the next request on', async () => {
    const event = { type: 'track', event: 'Product Viewed', userId: 'new-customer', messageId: 'm2' };
    const track = (key: string) => holdfast.post('track', event, `Basic ${btoa(`${key}:`)}`);
    const first = JSON.parse((await run(['keys', 'create', '--source', 'till', '--json'])).result);
    const rotated = JSON.parse((await run(['keys', 'rotate', '--source', 'till', '--json'])).result);
    expect(rotated.older).toMatchObject([{ keyId: first.keyId, state: 'expiring', expires: rotated.overlapEnds }]);
    for (const { writeKey } of [first, rotated]) expect(await track(writeKey)).toMatchObject({ status: 200 });
    expect((await run(['keys', 'revoke', first.keyId])).result).toContain(`${first.keyId}  till  revoked `);
    expect(await track(first.writeKey)).toMatchObject({ status: 401, body: expect.stringContaining('was revoked') });
    expect(await track(rotated.writeKey)).toMatchObject({ status: 200 });
    const listed = (await run(['keys', 'list', '--source', 'till'])).result;
    expect(listed).toMatch(new RegExp(`${first.keyId} .* revoked `));
    expect(listed).toMatch(new RegExp(`${rotated.keyId} .* active$`, 'm'));
  });
});

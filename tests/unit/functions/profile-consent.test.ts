import { describe, expect, test } from 'vitest';
import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import { mayEmail } from '#domain/playbooks/may-email.ts';
import { plan } from '#retention/tracking-plan.ts';
import { eventMessage, exampleEvent, nowMs, tenant } from './example-events.ts';
import { exampleRetention } from './example-retention.ts';
import { createProfileWorld } from './profile-world.ts';

const hourMs = 3_600_000;
const identified = exampleEvent('a', {
  type: 'identify',
  name: 'Identify',
  properties: { email: 'ada@example.com', emailConsent: true },
  timeMs: nowMs - 3 * hourMs,
});
const left = exampleEvent('b', { name: 'Unsubscribed', timeMs: nowMs - 2 * hourMs });
const cameBack = exampleEvent('c', {
  name: 'Consent Changed',
  properties: { channel: 'email', granted: 'yes' },
  timeMs: nowMs - hourMs,
});

/** Whether Ada may be written to after these events, message by message. */
async function permissionAfter(events: readonly CanonicalEvent[]) {
  const world = createProfileWorld({ definitions: { ...exampleRetention, plan } });
  for (const event of events) await world.handle([eventMessage(`message-${event.id}`, [event])]);
  return mayEmail((await world.profiles.loadTraits(tenant, 'ada')).traits);
}

describe('createProfileHandler with changes of consent', () => {
  test('createProfileHandler keeps the latest answer, whether an identify call or an event told it, in whatever order', async () => {
    const withheld = { kind: 'withheld', reason: 'no consent: the trait "emailConsent" says so' };
    const allowed = { kind: 'allowed', address: 'ada@example.com' };
    expect(await permissionAfter([identified])).toEqual(allowed);
    expect(await permissionAfter([identified, left])).toEqual(withheld);
    expect(await permissionAfter([left, identified])).toEqual(withheld);
    expect(await permissionAfter([identified, left, cameBack])).toEqual(allowed);
    expect(await permissionAfter([cameBack, left, identified])).toEqual(allowed);
  });
});

import { describe, expect, test } from 'vitest';
import { itemBytes } from '#adapters/aws/item-size.ts';
import { profileItem } from '#adapters/aws/profile-item.ts';
import { absorbedProfile, freezeProfile } from '#domain/profile/join-profiles.ts';
import { explainCustomer } from '#infra/command-line/customer/explain-customer.ts';
import { renderExplanation } from '#infra/command-line/customer/render-explanation.ts';
import { retention } from '#retention/retention.ts';

import { asOfMs, day, fileOf, live, replayed } from './customer-files.ts';

describe('explainCustomer', () => {
  test('explainCustomer looks at a customer of history as of the replayed time', () => {
    const found = explainCustomer(retention, fileOf(replayed), Date.UTC(2026, 0, 1), null);
    expect(found).toMatchObject({ clock: 'replay', at: '1998-06-30T23:59:59.999Z', nextLook: null });
    const feature = (name: string) => found.features.find((one) => one.name === name)?.value;
    expect(feature('recencyDays')).toBeCloseTo(29.5, 6);
    expect(feature('frequency')).toBe(2);
    expect(feature('monetaryValue')).toBe(261.77);
    expect(found.segments.map((one) => one.name).sort()).toEqual(Object.keys(replayed.memberships).sort());
    expect(found.state.totals).toContainEqual({
      meaning: 'purchase',
      count: 2,
      first: '1997-01-01T00:00:00.000Z',
      last: '1998-06-01T12:00:00.000Z',
      money: 261.77,
    });
  });

  test('explainCustomer looks at a live customer as of now, and shows a band that has moved since', () => {
    const found = explainCustomer(retention, fileOf(live), asOfMs + 400 * day, null);
    expect(found.at).toBe(new Date(asOfMs + 400 * day).toISOString());
    expect(found.risk).toMatchObject({ band: 'high', storedBand: live.riskBand, judgedBy: 'starter rule 1' });
    expect(explainCustomer(retention, fileOf(live), 0, null).at).toBe(new Date(live.judgedMs).toISOString());
  });

  test('explainCustomer says how the profile lies in the store, and what it has counted', () => {
    const { stored, joinedInto } = explainCustomer(retention, fileOf(live), asOfMs, null);
    const bytes = itemBytes(profileItem(live));
    const { declared } = retention.folding.customer;
    const cells = { complete: declared.size, declared: declared.size };
    expect(stored).toEqual({ bytes, layout: 3, version: 1, events: 2, recentIds: 2, pagedIds: 'none', cells });
    expect(joinedInto).toBeNull();
  });

  test('explainCustomer says of an anonymous customer which one it has become part of', () => {
    const input = { tenant: 'shop', customerId: 'anonymous:x', record: live, into: 'ann', correlationId: 'c' };
    const frozen = freezeProfile({ ...input, mode: 'live', nowMs: asOfMs });
    const found = explainCustomer(retention, fileOf(absorbedProfile(frozen)), asOfMs, null);
    expect(found).toMatchObject({ joinedInto: 'ann', segments: [], stored: { events: 0, recentIds: 2 } });
    const text = renderExplanation(found);
    expect(text).toContain('ann: its events count there');
    expect(text.split('\n')[1]).toBe('  has become part of ann; see: holdfast why ann');
    expect(text).not.toMatch(/looked at next|Churn risk|Segments|Features|All events|Days/);
  });

  test('explainCustomer says of a user which visitors have become part of it', () => {
    const joinedFrom = [
      { visitor: 'anonymous:x', joinedMs: asOfMs },
      { visitor: 'anonymous:y', joinedMs: null },
    ];
    const found = explainCustomer(retention, { ...fileOf(live), joinedFrom }, asOfMs, null);
    expect(found.identity.joinedFrom).toEqual([
      { customerId: 'anonymous:x', since: '1998-06-30T23:59:59.999Z' },
      { customerId: 'anonymous:y', since: null },
    ]);
    const text = renderExplanation(found);
    expect(text).toMatch(/joined from +2 visitors: their events count here\n +anonymous:x +since 1998-06-30 23:59\n/);
    expect(text).toMatch(/anonymous:y\n/);
    expect(renderExplanation(explainCustomer(retention, fileOf(live), asOfMs, null))).not.toContain('joined from');
  });

  test('explainCustomer keeps a segment that is no longer declared, and says so', () => {
    const record = { ...live, memberships: { bygone: { sinceMs: 1, version: 1, enteredVersion: 1, heldBack: false } } };
    expect(explainCustomer(retention, fileOf(record), asOfMs, null).segments).toEqual([
      { name: 'bygone', since: '1970-01-01T00:00:00.001Z', version: 1, heldBack: false, rule: 'no longer declared' },
    ]);
  });
});

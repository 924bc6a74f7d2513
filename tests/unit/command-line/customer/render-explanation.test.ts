import { describe, expect, test } from 'vitest';
import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { CustomerTraits } from '#contracts/customer-traits.ts';
import type { ProfileRecord } from '#contracts/profile-record.ts';
import { explainCustomer } from '#infra/command-line/customer/explain-customer.ts';
import { renderExplanation } from '#infra/command-line/customer/render-explanation.ts';
import { maximumJoins } from '#ports/profile-store.ts';
import { retention } from '#retention/retention.ts';

import { asOfMs, day, fileOf, live, profileAfter, purchase, replayed } from './customer-files.ts';

describe('renderExplanation', () => {
  test('renderExplanation tells state, score, segments, reasons and what was done', () => {
    const text = renderExplanation(explainCustomer(retention, fileOf(replayed), asOfMs, null));
    for (const part of [
      'Customer ann of shop, as of 1998-06-30 23:59 UTC',
      'only history so far: judged under its own time, not woken, and not contacted',
      'a rule, not a trained model, and no probability',
      'slipping-away',
      'time since the last activity is at least 14 days',
      'monetaryValue',
      '261.77',
      'entered slipping-away  (replay)',
      'because time since the last activity is at least 14 days: recencyDays 29.5',
      'by Order Completed (e2)',
      'layout 3, version 1',
      '2 in the item, no page',
      'held out: gets nothing, and is watched the same',
      'no address',
      'Call Ann',
      'not reached',
      '1998-06-01  activities 1  purchases 1  money 11.77',
    ]) {
      expect(text).toContain(part);
    }
    expect(text.split('\n').every((line) => line === line.trimEnd())).toBe(true);
  });

  test('renderExplanation says that the rule of a segment which was left holds no longer', () => {
    const outbox: ProfileRecord['outbox'] = {
      mode: 'live',
      correlationId: 'c',
      cause: { kind: 'time' },
      changes: [{ kind: 'exited', segment: 'slipping-away', segmentVersion: 1, takenIn: null, leaf: null }],
    };
    const text = renderExplanation(explainCustomer(retention, fileOf({ ...live, outbox }), asOfMs, null));
    expect(text).toContain(
      'left slipping-away\n      because it is no longer so that time since the last activity is at least 14 days',
    );
  });

  test('renderExplanation does not deny that a visitor has become part of a user', () => {
    const outbox: ProfileRecord['outbox'] = {
      mode: 'live',
      correlationId: 'c',
      cause: { kind: 'join', customerId: 'ada' },
      changes: [{ kind: 'exited', segment: 'new', segmentVersion: 1, takenIn: null, leaf: null }],
    };
    const joined = { into: 'ada', absorbed: true };
    const frozen = { ...live, customerId: 'anonymous:x', joined, outbox };
    const text = renderExplanation(explainCustomer(retention, fileOf(frozen), asOfMs, null));
    expect(text).toContain('left new\n      because the visitor has become part of ada\n');
  });

  test('renderExplanation says when a live customer is looked at next, and that nothing is claimed without activity', () => {
    const text = renderExplanation(explainCustomer(retention, { ...fileOf(live), runs: [] }, asOfMs, null));
    expect(text).toMatch(/looked at next {2}\d{4}-\d\d-\d\d \d\d:\d\d/);
    expect(text).toContain('none has begun for this customer');
    const identified: CanonicalEvent = { ...purchase('i1', asOfMs, 0), type: 'identify', name: 'identify' };
    const silent = profileAfter([identified], { mode: 'live' }, asOfMs);
    expect(renderExplanation(explainCustomer(retention, fileOf(silent), asOfMs, null))).toContain(
      'unknown: no activity yet',
    );
  });
});

test.each([
  [1, '1 visitor: its events count here', 'v0'],
  [5, '5 visitors: their events count here', 'v4'],
  [7, '7 visitors: their events count here', 'and 2 more'],
  [maximumJoins, 'at least 100 visitors: their events count here', 'and 95 more'],
])('renderExplanation shows five of %i visitors, and says how many others there are', (count, shown, last) => {
  const joinedFrom = Array.from({ length: count }, (_, index) => ({ visitor: `v${index}`, joinedMs: asOfMs }));
  const text = renderExplanation(explainCustomer(retention, { ...fileOf(live), joinedFrom }, asOfMs, null));
  expect(text).toContain(shown);
  expect(text).toContain(last);
  expect(text).not.toContain('v5');
});

test('renderExplanation shows which joins were refused and why, and to which accounts the customer belongs', () => {
  const join = { sinceMs: asOfMs, holder: null };
  const told: CustomerTraits = {
    traits: {},
    accounts: { links: [{ accountId: 'acme', firstMs: asOfMs - day, lastMs: asOfMs }], more: true },
    refusedJoins: {
      joins: [
        { ...join, customerId: 'anonymous:x', reason: 'limit' },
        { ...join, customerId: 'anonymous:y', reason: 'taken', holder: 'bob' },
        { ...join, customerId: 'old-ann', reason: 'user' },
        { ...join, customerId: 'anonymous:z', reason: 'limit' },
      ],
      more: false,
    },
    unsettled: [],
  };
  const joinedFrom = [{ visitor: 'anonymous:z', joinedMs: asOfMs }];
  const text = renderExplanation(explainCustomer(retention, { ...fileOf(live), told, joinedFrom }, asOfMs, null));
  const asked = 'asked 1998-06-30 23:59:';
  expect(text).toMatch(
    new RegExp(`not joined +anonymous:x +${asked} a user may have 50 visitors, and has them already\\n`),
  );
  expect(text).toMatch(new RegExp(` anonymous:y +${asked} it belongs to bob, who was first\\n`));
  expect(text).toMatch(new RegExp(` old-ann +${asked} it is a user that is known, and users are not joined\\n`));
  expect(text).not.toMatch(/anonymous:z +asked/);
  expect(text).toMatch(/accounts +acme +from 1998-06-29 23:59 to 1998-06-30 23:59\n +and more\n/);
});

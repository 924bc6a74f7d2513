import { describe, expect, test } from 'vitest';
import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { ProfileRecord } from '#contracts/profile-record.ts';
import { explainCustomer } from '#infra/command-line/customer/explain-customer.ts';
import { renderExplanation } from '#infra/command-line/customer/render-explanation.ts';
import { maximumJoins } from '#ports/profile-store.ts';
import { retention } from '#retention/retention.ts';

import { asOfMs, fileOf, live, profileAfter, purchase, replayed } from './customer-files.ts';

describe('renderExplanation', () => {
  test('renderExplanation tells state, score, segments, reasons and what was done', () => {
    const text = renderExplanation(explainCustomer(retention, fileOf(replayed), asOfMs));
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
      'layout 2, version 1',
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
      changes: [{ kind: 'exited', segment: 'slipping-away', segmentVersion: 1 }],
    };
    const text = renderExplanation(explainCustomer(retention, fileOf({ ...live, outbox }), asOfMs));
    expect(text).toContain(
      'left slipping-away\n      because it is no longer so that time since the last activity is at least 14 days',
    );
  });

  test('renderExplanation does not deny that a visitor has become part of a user', () => {
    const outbox: ProfileRecord['outbox'] = {
      mode: 'live',
      correlationId: 'c',
      cause: { kind: 'join', customerId: 'ada' },
      changes: [{ kind: 'exited', segment: 'new', segmentVersion: 1 }],
    };
    const joined = { into: 'ada', absorbed: true };
    const frozen = { ...live, customerId: 'anonymous:x', joined, outbox };
    const text = renderExplanation(explainCustomer(retention, fileOf(frozen), asOfMs));
    expect(text).toContain('left new\n      because the visitor has become part of ada\n');
  });

  test('renderExplanation says when a live customer is looked at next, and that nothing is claimed without activity', () => {
    const text = renderExplanation(explainCustomer(retention, { ...fileOf(live), runs: [] }, asOfMs));
    expect(text).toMatch(/looked at next {2}\d{4}-\d\d-\d\d \d\d:\d\d/);
    expect(text).toContain('none has begun for this customer');
    const identified: CanonicalEvent = { ...purchase('i1', asOfMs, 0), type: 'identify', name: 'identify' };
    const silent = profileAfter([identified], { mode: 'live' }, asOfMs);
    expect(renderExplanation(explainCustomer(retention, fileOf(silent), asOfMs))).toContain('unknown: no activity yet');
  });
});

test.each([
  [5, 'v3, v4: their events count here'],
  [7, 'v4 and 2 more: their'],
  [maximumJoins, 'v4 and at least 95 more: their'],
])('renderExplanation shows five of %i visitors, and says how many others there are', (count, shown) => {
  const joinedFrom = Array.from({ length: count }, (_, index) => `v${index}`);
  const text = renderExplanation(explainCustomer(retention, { ...fileOf(live), joinedFrom }, asOfMs));
  expect(text).toContain(shown);
});

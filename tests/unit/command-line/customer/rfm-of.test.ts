import { expect, test } from 'vitest';
import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import { rfmOf } from '#infra/command-line/customer/rfm-of.ts';

import { asOfMs, events, profileAfter, purchase } from './customer-files.ts';

test('rfmOf takes returns off the money, and knows nothing of who never bought', () => {
  const refund: CanonicalEvent = { ...purchase('r1', asOfMs, 61.77), name: 'Order Refunded' };
  const record = profileAfter([...events, refund], { mode: 'replay', asOfMs }, asOfMs);
  const found = rfmOf(record, Date.UTC(2026, 0, 1));
  expect(found).toMatchObject({ frequency: 2, monetary: 200 });
  expect(found?.recencyDays).toBeCloseTo(29.5, 6);
  expect(rfmOf(profileAfter([refund], { mode: 'live' }, asOfMs), asOfMs)).toBeNull();
});

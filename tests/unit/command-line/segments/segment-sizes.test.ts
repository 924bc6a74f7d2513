import { expect, test } from 'vitest';
import type { SegmentSizes } from '#contracts/segment-sizes.ts';
import { renderSizes } from '#infra/command-line/segments/segment-sizes.ts';

const sizes: SegmentSizes = {
  schemaVersion: 1,
  startedMs: Date.UTC(2026, 0, 1),
  endedMs: Date.UTC(2026, 0, 1, 0, 3),
  customers: { profiles: 200, incomplete: 4, woken: 6, revenueMinor: 1_000_000 },
  accounts: { profiles: 0, incomplete: 0, woken: 0, revenueMinor: null },
  segments: [
    {
      segment: 'at-risk',
      version: 2,
      subject: 'customer',
      members: 50,
      heldBack: 3,
      notJudged: 6,
      revenueMinor: 250_050,
      announcedMembers: 40,
    },
    {
      segment: 'champion-left',
      version: 1,
      subject: 'account',
      members: 0,
      heldBack: 0,
      notJudged: 0,
      revenueMinor: null,
      announcedMembers: null,
    },
  ],
};

test('renderSizes shows members, as counted and as announced since, and revenue with their shares, and what is not known or judged yet', () => {
  expect(renderSizes('shop', sizes, new Map([['at-risk', 43]])).split('\n')).toEqual([
    'Segments of shop, counted from 2026-01-01 00:00 to 2026-01-01 00:03 (UTC); "now" has what was announced since:',
    '',
    expect.stringMatching(
      /^segment +v +of each +members +now +share +yearly revenue +share of it +held back +not judged yet$/,
    ),
    expect.stringMatching(/^at-risk +2 +customer +50 +53 +25\.0 % +2,500\.50 +25\.0 % +3 +6$/),
    expect.stringMatching(/^champion-left +1 +account +0 +0 +0$/),
    '',
    '200 customers, a yearly revenue of 10,000.00, 4 with features that are not known yet ("holdfast features backfill"), 6 woken to be judged again.',
  ]);
});

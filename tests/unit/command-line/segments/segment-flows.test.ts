import { describe, expect, test } from 'vitest';
import type { Flow } from '#contracts/segment-flow.ts';
import { renderFlows, segmentFlows } from '#infra/command-line/segments/segment-flows.ts';
import { renderSizeHistory, sizeHistory } from '#infra/command-line/segments/size-history.ts';

const day = '2026-03-01';
const flows: readonly Flow[] = [
  { kind: 'segment', parts: ['quiet'], amounts: { entered: 3, enteredMinor: 30_000, heldBack: 1 } },
  { kind: 'segment', parts: ['active'], amounts: { exited: 2, exitedMinor: 20_000, exitedInHistory: 4 } },
  {
    kind: 'move',
    parts: ['active', 'quiet'],
    amounts: { moved: 2, movedMinor: 20_000, movedInHistory: 1 },
  },
  { kind: 'move', parts: ['-', 'quiet'], amounts: { moved: 1, movedMinor: 10_000 } },
  { kind: 'risk', parts: ['low', 'high'], amounts: { moved: 5 } },
  { kind: 'migration', parts: ['high-value-at-risk'], amounts: { moved: 1, movedMinor: 12_345 } },
];

describe('renderFlows', () => {
  test('renderFlows shows who moved, from where to where, and the revenue that moved', () => {
    const lines = renderFlows(segmentFlows('shop', day, flows)).split('\n');
    expect(lines).toEqual([
      'What moved in shop on 2026-03-01 (UTC):',
      '',
      'Segments',
      expect.stringMatching(/^segment +entered +left +net +yearly revenue in +and out +held back +in history$/),
      expect.stringMatching(/^active +0 +2 +-2 +0\.00 +200\.00 +0 +\+0 -4$/),
      expect.stringMatching(/^quiet +3 +0 +3 +300\.00 +0\.00 +1$/),
      '',
      expect.stringContaining('From where to where'),
      expect.stringMatching(/^from ↓ to → +quiet$/),
      expect.stringMatching(/^- +1$/),
      expect.stringMatching(/^active +2 \(1\)$/),
      '',
      'Risk bands',
      expect.stringMatching(/^from ↓ to → +high$/),
      expect.stringMatching(/^low +5$/),
      '',
      'Migrations',
      expect.stringMatching(/^migration +customers +yearly revenue$/),
      expect.stringMatching(/^high-value-at-risk +1 +123\.45$/),
    ]);
  });

  test('renderFlows says that nothing moved', () => {
    expect(renderFlows(segmentFlows('shop', day, []))).toBe(
      'Nothing moved between the segments of shop on 2026-03-01.',
    );
  });
});

describe('segmentFlows', () => {
  test('segmentFlows gives every amount to programs, also those that are 0', () => {
    expect(segmentFlows('shop', day, flows).segments[1]).toEqual({
      segment: 'quiet',
      entered: 3,
      enteredMinor: 30_000,
      enteredInHistory: 0,
      exited: 0,
      exitedMinor: 0,
      exitedInHistory: 0,
      heldBack: 1,
      moved: 0,
      movedMinor: 0,
      movedInHistory: 0,
    });
  });
});

describe('sizeHistory', () => {
  const total = { profiles: 1, incomplete: 0, woken: 0, revenueMinor: null };
  const survey = (startedMs: number, members: number) => ({
    schemaVersion: 1 as const,
    startedMs,
    endedMs: startedMs,
    customers: total,
    accounts: total,
    segments: [
      {
        segment: 'quiet',
        version: 1,
        subject: 'customer' as const,
        members,
        heldBack: 0,
        notJudged: 0,
        revenueMinor: null,
        announcedMembers: null,
      },
    ],
  });
  const dayMs = 86_400_000;

  test('sizeHistory takes the last survey of each day, and renderSizeHistory puts the days from left to right', () => {
    const surveys = [survey(2 * dayMs + 5, 7), survey(2 * dayMs, 6), survey(dayMs, 5), survey(0, 4)];
    const history = sizeHistory('shop', surveys, 2);
    expect(history.days.map(({ members }) => members)).toEqual([{ quiet: 7 }, { quiet: 5 }]);
    expect(renderSizeHistory(history).split('\n')).toEqual([
      expect.stringMatching(/^segment +01-02 +01-03$/),
      expect.stringMatching(/^quiet +5 +7$/),
    ]);
  });

  test('renderSizeHistory says that nothing was counted yet', () => {
    expect(renderSizeHistory(sizeHistory('shop', [], 3))).toContain('run holdfast survey');
  });
});

import { describe, expect, test } from 'vitest';
import { archiveDay } from '#infra/command-line/replay/archive-day.ts';
import { renderReplay } from '#infra/command-line/replay/render-replay.ts';
import { eventMessage, exampleEvent } from '../../functions/example-events.ts';
import { createReplayWorld } from './replay-world.ts';

describe('renderReplay', () => {
  test('renderReplay says what was done, what was left alone and why, and what the archive lacks', async () => {
    const world = createReplayWorld();
    await world.deliver([eventMessage('m', [exampleEvent('1'), exampleEvent('2', { userId: 'bob' })])]);
    await world.writeArchive();
    const summary = await createReplayWorld({ archive: world.archive }).replay();
    const left = { ...summary.left, 'counted too long ago': 3 };
    const archive = { ...summary.archive, waitingMessages: 2, deadMessages: 1, nobody: 4 };
    const text = renderReplay({ ...summary, left, archive, seconds: 1.25 });
    expect(text).toContain('Replayed the archive: 2 events sent, 0 profiles rebuilt in 1.3 s.');
    expect(text).toContain('nobody is contacted');
    expect(text).toMatch(/not stored +2 +sent/);
    expect(text).toMatch(/counted too long ago +3 .*pass --rebuild/);
    expect(text).toContain('About 2 messages with events are on their way into the archive');
    expect(text).toContain('holdfast redrive archive');
    expect(text).toContain('4 lines name ids');
    expect(text).toContain('  ada: not stored');
  });

  test('renderReplay says what to look at where the archive holds nothing that was asked for', async () => {
    const text = renderReplay(await createReplayWorld().replay({ isDry: true }));
    expect(text).toContain('The archive holds no events of this tenant');
    const summary = await createReplayWorld().replay({ isDry: true });
    const ofOne = renderReplay({ ...summary, customer: 'bob', archive: { ...summary.archive, objects: 3 } });
    expect(ofOne).toContain('The archive holds no events of bob; look at the id');
  });

  test('renderReplay says of a dry run that nothing was changed', async () => {
    const world = createReplayWorld();
    await world.deliver([eventMessage('m', [exampleEvent('1')])]);
    await world.writeArchive();
    const text = renderReplay(await world.replay({ isDry: true }));
    expect(text).toContain('nothing was changed');
    expect(text).toMatch(/identical to what is stored +1/);
  });
});

describe('archiveDay', () => {
  test.each(['2026-01-31', '2024-02-29'])('archiveDay takes %s', (day) => expect(archiveDay(day)).toBe(day));

  test.each(['2026-02-30', '2026-1-1', '31.1.2026', '2026-01-31T00:00Z', 'today'])('archiveDay refuses %s', (day) => {
    expect(() => archiveDay(day)).toThrow('It must be a UTC day');
  });
});

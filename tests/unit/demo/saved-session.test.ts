import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadSession, type SavedSession, saveSession } from '#infra/local/demo/saved-session.ts';

const session: SavedSession = {
  schemaVersion: 1,
  writeKey: 'key',
  virtualMs: 1_000,
  transitions: { 'Segment Entered': 2 },
  demo: null,
};

let directory = '';
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'holdfast-session-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

describe('saveSession', () => {
  test('saveSession makes the directory, and loadSession reads what was saved last', async () => {
    const inside = join(directory, 'new', 'deep');
    expect(await loadSession(inside)).toBeNull();
    await saveSession(inside, session);
    await saveSession(inside, { ...session, virtualMs: 2_000 });
    expect(await loadSession(inside)).toEqual({ ...session, virtualMs: 2_000 });
  });

  test('loadSession refuses a file that is not a session, and says what to do', async () => {
    await writeFile(join(directory, 'session.json'), '{"half":');
    await expect(loadSession(directory)).rejects.toThrow(/Cannot go on in .*delete the directory to start over/);
  });
});

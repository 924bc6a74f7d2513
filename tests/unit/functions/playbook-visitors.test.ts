import { describe, expect, test } from 'vitest';
import type { Run } from '#contracts/run.ts';
import { createPlaybooksHandler } from '#functions/playbooks/handler.ts';
import { dayMs, eventMessage, exampleEvent, tenant } from './example-events.ts';
import { identifyEvent, visitor } from './joining.ts';
import { announced, createPlaybookWorld, enteredQuiet, quietMs } from './playbook-world.ts';
import { receivedMessage } from './received-messages.ts';

const none = new Set<string>();
const runId = 'win-back#000000000002';

/** A world in which "ada" has turned quiet, was the visitor before, and nobody has acted on it yet. */
async function joinedWorld(visitors: readonly string[] = [visitor]) {
  const world = createPlaybookWorld();
  const message = await world.turnQuiet();
  for (const one of visitors) await world.profileWorld.profiles.putJoin(tenant, 'ada', one, quietMs);
  /** Stores a run that a visitor had. */
  async function hadRun(startedMs: number, more: Partial<Run> = {}): Promise<void> {
    const run: Run = {
      schemaVersion: 1,
      id: 'win-back#000000000009',
      tenant,
      customerId: visitor,
      playbook: 'win-back',
      playbookVersion: 1,
      version: 1,
      arm: 'treated',
      startedMs,
      transitionId: `${tenant}/${visitor}/9/quiet`,
      correlationId: 'request-1',
      why: 'quiet',
      step: 3,
      status: 'ended',
      ended: 'all steps taken',
      wakeAtMs: null,
      outbox: [],
      ...more,
    };
    await world.runs.putRun(run);
  }
  return { world, message, hadRun };
}

describe('createPlaybooksHandler for a user who was a visitor before', () => {
  test('createPlaybooksHandler keeps the rest of a run that the visitor had, and says whose it was', async () => {
    const { world, message, hadRun } = await joinedWorld();
    await hadRun(quietMs - 60 * dayMs + 1);
    expect(await world.play([message, message])).toEqual(none);
    expect(world.takeCommands()).toEqual([]);
    expect(await world.runs.loadRun(tenant, 'ada', runId)).toBeNull();
    const reason = `had run win-back#000000000009 within 60 days, as ${visitor}`;
    expect(world.commandObserver.notes[0]).toContain(reason);
  });

  test('createPlaybooksHandler starts a run once the rest of the run that the visitor had is over', async () => {
    const { world, message, hadRun } = await joinedWorld();
    await hadRun(quietMs - 60 * dayMs);
    expect(await world.play([message])).toEqual(none);
    expect(world.takeCommands()).toMatchObject([{ id: `shop/ada/${runId}/0` }]);
  });

  test('createPlaybooksHandler writes once to a visitor who turned quiet, and whom an identify made a quiet user', async () => {
    const world = createPlaybookWorld();
    const { profileWorld, clock } = world;
    const seen = exampleEvent('seen', { userId: null, anonymousId: 'x' });
    await profileWorld.handle([eventMessage('m1', [seen])]);
    clock.nowMs = quietMs;
    const wake = { kind: 'wake profile', schemaVersion: 1, tenant, customerId: visitor, dueMs: quietMs };
    await profileWorld.handle([receivedMessage('wake', JSON.stringify(wake))]);
    await world.play([announced(enteredQuiet(await world.latestTransitions(visitor)))]);
    expect(world.takeCommands()).toMatchObject([{ customerId: visitor, template: 'first' }]);
    clock.nowMs = quietMs + dayMs / 2;
    await profileWorld.handle([eventMessage('m2', [identifyEvent('known')])]);
    const entered = profileWorld.announced().filter((one) => one.customerId === 'ada');
    expect(await world.play([announced(enteredQuiet(entered))])).toEqual(none);
    expect(world.takeCommands()).toEqual([]);
    const reason = expect.stringContaining(`within 60 days, as ${visitor}`);
    expect(world.commandObserver.notes).toContainEqual(reason);
  });

  test('createPlaybooksHandler goes by the latest run of all the visitors, in whatever order they come', async () => {
    const visitors = ['anonymous:a', visitor, 'anonymous:z'];
    const { world, message, hadRun } = await joinedWorld(visitors);
    await hadRun(quietMs - 90 * dayMs, { customerId: 'anonymous:a' });
    await hadRun(quietMs - dayMs);
    await hadRun(quietMs - 70 * dayMs, { customerId: 'anonymous:z' });
    expect(await world.play([message])).toEqual(none);
    expect(world.takeCommands()).toEqual([]);
  });

  test('createPlaybooksHandler heeds neither other playbooks of the visitor, nor visitors of others', async () => {
    const { world, message, hadRun } = await joinedWorld();
    await hadRun(quietMs - dayMs, { customerId: 'anonymous:y' });
    await hadRun(quietMs - dayMs, { id: 'win#000000000001', playbook: 'win' });
    expect(await world.play([message])).toEqual(none);
    expect(world.takeCommands()).toHaveLength(1);
  });

  test('createPlaybooksHandler waits for whoever is starting a run of the visitor, and then keeps its rest', async () => {
    const { world, message, hadRun } = await joinedWorld();
    // Of the same version as the user's own: runs of two customers can have the same id.
    const starting = { id: runId, tenant, customerId: visitor, playbook: 'win-back', startedMs: quietMs - 1_000 };
    expect(await world.runs.claimStart(starting, 0)).toBe(true);
    expect(await world.play([message])).toEqual(new Set([message.id]));
    expect(world.takeCommands()).toEqual([]);
    await hadRun(starting.startedMs, { id: runId });
    world.clock.nowMs += 60_000;
    expect(await world.play([message])).toEqual(none);
    expect(world.takeCommands()).toEqual([]);
    expect(world.commandObserver.notes[0]).toContain(`had run ${runId} within 60 days, as ${visitor}`);
  });

  test('createPlaybooksHandler starts the run all the same, where the starter of one of the visitor died', async () => {
    const { world, message } = await joinedWorld();
    const starting = { id: runId, tenant, customerId: visitor, playbook: 'win-back', startedMs: quietMs - 1_000 };
    await world.runs.claimStart(starting, 0);
    expect(await world.play([message])).toEqual(new Set([message.id]));
    world.clock.nowMs += 180_000;
    expect(await world.play([message])).toEqual(none);
    expect(world.takeCommands()).toMatchObject([{ id: `shop/ada/${runId}/0` }]);
  });

  test('createPlaybooksHandler lets nobody start a run of a visitor while one of the user is being started', async () => {
    const { world, message } = await joinedWorld();
    await world.play([message]);
    const late = { id: runId, tenant, customerId: visitor, playbook: 'win-back', startedMs: quietMs };
    expect(await world.runs.claimStart(late, quietMs - 120_000)).toBe(false);
  });

  test('createPlaybooksHandler asks for visitors only where it would start a run otherwise', async () => {
    const { world, message } = await joinedWorld();
    const asked: string[] = [];
    const loadJoins = async (_: string, customerId: string) => {
      asked.push(customerId);
      return [];
    };
    const definitions = {
      ...world.dependencies.definitions,
      playbooks: world.dependencies.definitions.playbooks.filter(({ name }) => name === 'win-back'),
    };
    const profiles = { ...world.dependencies.profiles, loadJoins };
    const play = createPlaybooksHandler({ ...world.dependencies, definitions, profiles });
    await play([message]);
    expect(asked).toEqual(['ada']);
    await play([message]);
    await world.comeBack();
    await play([message]);
    expect(asked).toEqual(['ada']);
  });
});

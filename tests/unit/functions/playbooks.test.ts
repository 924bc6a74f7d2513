import { expect, test } from 'vitest';
import { createPlaybooksHandler } from '#functions/playbooks/handler.ts';
import { dayMs, tenant } from './example-events.ts';
import { exampleRetention, winBack } from './example-retention.ts';
import { announced, createPlaybookWorld, enteredQuiet, quietMs, runWake } from './playbook-world.ts';

const none = new Set<string>();
const runId = 'win-back#000000000002';

function holdingOut() {
  const playbooks = [{ ...winBack, holdoutShare: 0.999_999_999 }];
  return createPlaybookWorld({ definitions: { ...exampleRetention, playbooks } });
}

test('createPlaybooksHandler starts a run for a customer who entered the segment, and sends its first command', async () => {
  const world = createPlaybookWorld();
  expect(await world.play([await world.turnQuiet()])).toEqual(none);
  expect(world.takeCommands()).toMatchObject([
    {
      kind: 'send email',
      id: `shop/ada/${runId}/0`,
      template: 'first',
      issuedMs: quietMs,
      facts: { recencyDays: 14, monetaryValue: 10 },
      why: 'time since the last activity is at least 14 days',
    },
  ]);
  expect(await world.runs.loadRun(tenant, 'ada', runId)).toMatchObject({
    version: 1,
    status: 'running',
    step: 2,
    wakeAtMs: quietMs + 3 * dayMs,
  });
});

test('createPlaybooksHandler starts a run once, and sends the same commands again when the message is redelivered', async () => {
  const world = createPlaybookWorld();
  const message = await world.turnQuiet();
  await world.play([message]);
  const first = world.takeCommands();
  world.clock.nowMs += 60_000;
  expect(await world.play([message, { ...message, id: 'twin' }])).toEqual(none);
  expect(world.takeCommands()).toEqual([...first, ...first]);
  expect(await world.runs.loadRun(tenant, 'ada', runId)).toMatchObject({ version: 1, startedMs: quietMs });
  expect(world.commandObserver.total('RunsStarted')).toBe(1);
});

test('createPlaybooksHandler starts one run when the same transition comes twice at the same time', async () => {
  const world = createPlaybookWorld();
  const message = await world.turnQuiet();
  const twins = [message, { ...message, id: 'twin' }];
  const failed = await world.play(twins);
  await world.play(twins.filter((twin) => failed.has(twin.id)));
  expect(new Set(world.takeCommands().map((command) => command.id))).toEqual(new Set([`shop/ada/${runId}/0`]));
  expect(world.commandObserver.total('RunsStarted')).toBe(1);
});

test('createPlaybooksHandler sends the commands of a run that was stored when its sender died', async () => {
  const world = createPlaybookWorld();
  const message = await world.turnQuiet();
  const send = () => Promise.reject(new Error('the queue is away'));
  const dying = createPlaybooksHandler({ ...world.dependencies, commands: { send } });
  expect(await dying([message])).toEqual(new Set([message.id]));
  expect(await world.runs.loadRun(tenant, 'ada', runId)).not.toBeNull();
  expect(await world.play([message])).toEqual(none);
  expect(world.takeCommands()).toMatchObject([{ id: `shop/ada/${runId}/0` }]);
});

test('createPlaybooksHandler waits, writes again, and measures the outcome at the end of the window', async () => {
  const world = createPlaybookWorld();
  await world.play([await world.turnQuiet()]);
  world.takeCommands();
  world.clock.nowMs = quietMs + 3 * dayMs - 1;
  await world.play([runWake(runId, quietMs)]);
  expect(world.takeCommands()).toMatchObject([{ template: 'first' }]);
  world.clock.nowMs = quietMs + 3 * dayMs;
  const wake = runWake(runId, quietMs + 3 * dayMs);
  await world.play([wake]);
  await world.play([wake]);
  // Before it goes on, a run sends again what it holds: sending may have failed until now, and delivery knows repetitions.
  const sent = [0, 2, 2].map((step) => `shop/ada/${runId}/${step}`);
  expect(world.takeCommands().map((command) => command.id)).toEqual(sent);
  expect(await world.runs.loadRun(tenant, 'ada', runId)).toMatchObject({
    status: 'measuring',
    ended: 'all steps taken',
    wakeAtMs: quietMs + 14 * dayMs,
  });
  world.clock.nowMs = quietMs + 14 * dayMs;
  expect(await world.play([wake])).toEqual(none);
  expect(await world.play([wake])).toEqual(none);
  expect(world.takeCommands().map((command) => command.id)).toEqual([`shop/ada/${runId}/2`]);
  expect(await world.runs.loadRun(tenant, 'ada', runId)).toMatchObject({ status: 'ended', wakeAtMs: null, version: 3 });
  expect(await world.outcomes()).toMatchObject([{ arm: 'treated', succeeded: false, startedMs: quietMs }]);
});

test('createPlaybooksHandler writes no more to a customer who left the segment, and measures the success', async () => {
  const world = createPlaybookWorld();
  await world.play([await world.turnQuiet()]);
  world.takeCommands();
  world.clock.nowMs = quietMs + dayMs;
  await world.comeBack();
  world.clock.nowMs = quietMs + 3 * dayMs;
  await world.play([runWake(runId, world.clock.nowMs)]);
  expect(world.takeCommands().map((command) => command.id)).toEqual([`shop/ada/${runId}/0`]);
  expect(await world.runs.loadRun(tenant, 'ada', runId)).toMatchObject({ ended: 'left quiet before step 3' });
  world.clock.nowMs = quietMs + 14 * dayMs;
  await world.play([runWake(runId, world.clock.nowMs)]);
  expect(await world.outcomes()).toMatchObject([{ succeeded: true, goal: 'activity within 14 days' }]);
});

test('createPlaybooksHandler starts one run of two entries that are worked on at the same time', async () => {
  const world = createPlaybookWorld();
  const first = await world.turnQuiet();
  const second = { id: 'second', body: first.body.replaceAll('"profileVersion":2', '"profileVersion":4') };
  expect(second.body).not.toBe(first.body);
  expect(await world.play([first, second])).toEqual(none);
  expect(new Set(world.takeCommands().map((command) => command.runId)).size).toBe(1);
});

test('createPlaybooksHandler sends what a run holds before it goes on, if sending failed all the while', async () => {
  const world = createPlaybookWorld();
  const message = await world.turnQuiet();
  const away = { send: () => Promise.reject(new Error('the queue is away')) };
  const failing = createPlaybooksHandler({ ...world.dependencies, commands: away });
  expect(await failing([message])).toEqual(new Set([message.id]));
  world.clock.nowMs = quietMs + 3 * dayMs;
  await world.play([runWake(runId, world.clock.nowMs)]);
  const ids = world.takeCommands().map((command) => command.id);
  expect(ids).toEqual([`shop/ada/${runId}/0`, `shop/ada/${runId}/2`]);
});

test('createPlaybooksHandler starts nothing for a customer who has left the segment meanwhile', async () => {
  const world = createPlaybookWorld();
  const message = await world.turnQuiet();
  await world.comeBack();
  expect(await world.play([message])).toEqual(none);
  expect(world.takeCommands()).toEqual([]);
  expect(await world.runs.loadRun(tenant, 'ada', runId)).toBeNull();
  expect(world.commandObserver.notes[0]).toContain('has left quiet meanwhile');
});

test('createPlaybooksHandler sends nothing to a held-out customer, and measures all the same', async () => {
  const world = holdingOut();
  await world.play([await world.turnQuiet()]);
  expect(world.takeCommands()).toEqual([]);
  const run = await world.runs.loadRun(tenant, 'ada', runId);
  expect(run).toMatchObject({ arm: 'holdout', status: 'measuring', wakeAtMs: quietMs + 14 * dayMs, outbox: [] });
  world.clock.nowMs = quietMs + 14 * dayMs;
  await world.play([runWake(runId, world.clock.nowMs)]);
  expect(world.takeCommands()).toEqual([]);
  expect(await world.outcomes()).toMatchObject([{ arm: 'holdout', succeeded: false }]);
});

test('createPlaybooksHandler creates a task for a customer in all the segments that a playbook asks for', async () => {
  const world = createPlaybookWorld();
  await world.play([await world.turnQuiet(300)]);
  expect(world.takeCommands()).toMatchObject([
    { kind: 'send email' },
    { kind: 'create task', valueMinor: 30_000, dueMs: quietMs + 2 * dayMs },
  ]);
});

test('createPlaybooksHandler leaves a customer in peace while the rest lasts', async () => {
  const world = createPlaybookWorld();
  await world.play([await world.turnQuiet()]);
  world.clock.nowMs = quietMs + dayMs;
  await world.comeBack();
  world.takeCommands();
  const again = await world.turnQuiet(10, quietMs + 15 * dayMs);
  expect(await world.play([again])).toEqual(none);
  expect(world.takeCommands()).toEqual([]);
  expect(world.commandObserver.notes).toContainEqual(expect.stringContaining(`had run ${runId} within 60 days`));
});

test('createPlaybooksHandler ends the runs of a playbook that was taken out, once, and sends nothing', async () => {
  const world = createPlaybookWorld();
  await world.play([await world.turnQuiet()]);
  world.takeCommands();
  const definitions = { ...exampleRetention, playbooks: [] };
  const retired = createPlaybooksHandler({ ...world.dependencies, definitions });
  world.clock.nowMs = quietMs + 3 * dayMs;
  const wake = runWake(runId, world.clock.nowMs);
  expect(await retired([wake])).toEqual(none);
  const ended = await world.runs.loadRun(tenant, 'ada', runId);
  expect(ended).toMatchObject({ status: 'ended', ended: 'playbook retired', wakeAtMs: null });
  expect(await retired([wake])).toEqual(none);
  expect(await world.runs.loadRun(tenant, 'ada', runId)).toEqual(ended);
  expect(world.takeCommands()).toEqual([]);
});

test('createPlaybooksHandler acts on live entries alone', async () => {
  const world = createPlaybookWorld();
  await world.turnQuiet();
  const entered = enteredQuiet((await world.profileWorld.profile()).outbox);
  const others = [
    announced({ ...entered, id: 'replayed', mode: 'replay' }),
    announced({ ...entered, id: 'left', type: 'Segment Exited' }),
    announced({ ...entered, id: 'another', segment: 'unheard-of' }),
  ];
  expect(await world.play(others)).toEqual(none);
  expect(world.takeCommands()).toEqual([]);
});

test('createPlaybooksHandler sends back what it cannot read or find, and finishes the others', async () => {
  const world = createPlaybookWorld();
  const good = await world.turnQuiet();
  const bad = [
    { id: 'not JSON', body: '{' },
    { id: 'no transition', body: '{"detail":{}}' },
    runWake('unknown#1', quietMs),
  ];
  expect(await world.play([...bad, good])).toEqual(new Set(bad.map((message) => message.id)));
  expect(world.takeCommands()).toHaveLength(1);
  expect(world.commandObserver.total('MessageFailed')).toBe(3);
});

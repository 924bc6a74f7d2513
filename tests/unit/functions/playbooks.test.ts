import { expect, test } from 'vitest';
import { createPlaybooksHandler } from '#functions/playbooks/handler.ts';
import { dayMs, tenant } from './example-events.ts';
import { exampleRetention, winBack } from './example-retention.ts';
import { createPlaybookWorld, quietMs, runWake } from './playbook-world.ts';
import { receivedMessage } from './received-messages.ts';

const none = new Set<string>();
const runId = 'win-back#000000000002';

function holdingOut() {
  const playbooks = [{ ...winBack, holdoutShare: 0.999_999_999 }];
  return createPlaybookWorld({ definitions: { ...exampleRetention, playbooks } });
}

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

test.each([
  ['eve came back', 'eve', true],
  ['they came back before, and eve has not taken that in yet', 'ada', true],
  ['nobody came back', 'nobody', false],
])(
  'createPlaybooksHandler takes no more steps for a profile that became part of eve, and measures where %s',
  async (_what, whoCameBack, succeeded) => {
    const world = createPlaybookWorld();
    await world.play([await world.turnQuiet()]);
    world.takeCommands();
    world.clock.nowMs = quietMs + dayMs;
    if (whoCameBack === 'ada') await world.comeBack();
    await world.becomePartOf('eve');
    if (whoCameBack === 'eve') await world.comeBack('eve');
    world.clock.nowMs = quietMs + 3 * dayMs;
    expect(await world.play([runWake(runId, world.clock.nowMs)])).toEqual(none);
    expect(world.takeCommands().map((command) => command.id)).toEqual([`shop/ada/${runId}/0`]);
    expect(await world.runs.loadRun(tenant, 'ada', runId)).toMatchObject({ ended: 'left quiet before step 3' });
    world.clock.nowMs = quietMs + 14 * dayMs;
    expect(await world.play([runWake(runId, world.clock.nowMs)])).toEqual(none);
    expect(await world.outcomes()).toMatchObject([{ arm: 'treated', succeeded }]);
  },
);

test('createPlaybooksHandler sends back what it cannot read or find, and finishes the others', async () => {
  const world = createPlaybookWorld();
  const good = await world.turnQuiet();
  const bad = [
    receivedMessage('not JSON', '{'),
    receivedMessage('no transition', '{"detail":{}}'),
    runWake('unknown#1', quietMs),
  ];
  expect(await world.play([...bad, good])).toEqual(new Set(bad.map((message) => message.id)));
  expect(world.takeCommands()).toHaveLength(1);
  expect(world.commandObserver.total('MessageFailed')).toBe(3);
});

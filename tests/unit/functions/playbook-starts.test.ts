import { expect, test } from 'vitest';
import { createPlaybooksHandler } from '#functions/playbooks/handler.ts';
import { dayMs, tenant } from './example-events.ts';
import { exampleRetention, winBack } from './example-retention.ts';
import { announced, createPlaybookWorld, enteredQuiet, quietMs } from './playbook-world.ts';

const none = new Set<string>();
const runId = 'win-back#000000000002';

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

test('createPlaybooksHandler starts a run of the entry that began the present stay alone, whichever comes first', async () => {
  const world = createPlaybookWorld();
  const { first, second } = await world.turnQuietTwice();
  const late = await world.play([first]);
  expect(await world.play([second, first])).toEqual(none);
  expect(late).toEqual(none);
  expect(new Set(world.takeCommands().map((command) => command.runId))).toEqual(new Set(['win-back#000000000004']));
  expect(world.commandObserver.notes[0]).toContain('has left quiet meanwhile, and entered it anew');
});

test('createPlaybooksHandler starts one run of two entries, where one was read before the other came about', async () => {
  const world = createPlaybookWorld();
  const { first, second, between } = await world.turnQuietTwice();
  const { promise: bothHaveRead, resolve } = Promise.withResolvers<void>();
  const reads = [between, await world.profileWorld.profile()];
  const load = async () => {
    const record = reads.shift() ?? null;
    if (reads.length === 0) resolve();
    await bothHaveRead;
    return record;
  };
  const playbooks = [winBack];
  const definitions = { ...exampleRetention, playbooks };
  const profiles = { ...world.dependencies.profiles, load };
  const handle = createPlaybooksHandler({ ...world.dependencies, definitions, profiles });
  const failed = await handle([first, second]);
  expect(failed.size).toBe(1);
  expect(world.commandObserver.warnings).toContainEqual(expect.stringContaining('another run of it is being started'));
  world.clock.nowMs += 180_000;
  expect(await world.play([first, second].filter((message) => failed.has(message.id)))).toEqual(none);
  const runIds = world.takeCommands().map((command) => command.runId);
  expect(new Set(runIds.filter((id) => id.startsWith('win-back'))).size).toBe(1);
});

test('createPlaybooksHandler starts the next run, where the starter of one died before storing it and the customer left', async () => {
  const world = createPlaybookWorld();
  const first = await world.turnQuiet();
  const putRun = () => Promise.reject(new Error('the starter dies'));
  const dying = createPlaybooksHandler({ ...world.dependencies, runs: { ...world.runs, putRun } });
  expect(await dying([first])).toEqual(new Set([first.id]));
  world.clock.nowMs = quietMs + dayMs;
  await world.comeBack();
  expect(await world.play([first])).toEqual(none);
  expect(world.takeCommands()).toEqual([]);
  expect(await world.play([await world.turnQuiet(10, quietMs + 15 * dayMs)])).toEqual(none);
  expect(world.takeCommands()).toMatchObject([{ id: 'shop/ada/win-back#000000000004/0' }]);
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

test('createPlaybooksHandler starts nothing for a profile that has become part of another', async () => {
  const world = createPlaybookWorld();
  const message = await world.turnQuiet();
  await world.becomePartOf('eve');
  expect(await world.play([message])).toEqual(none);
  expect(world.takeCommands()).toEqual([]);
  expect(world.commandObserver.notes[0]).toContain('has become part of customer eve');
});

test('createPlaybooksHandler acts on live entries alone', async () => {
  const world = createPlaybookWorld();
  await world.turnQuiet();
  const entered = enteredQuiet(await world.latestTransitions());
  const others = [
    announced({ ...entered, id: 'replayed', mode: 'replay' }),
    announced({ ...entered, id: 'left', type: 'Segment Exited' }),
    announced({ ...entered, id: 'another', segment: 'unheard-of' }),
  ];
  expect(await world.play(others)).toEqual(none);
  expect(world.takeCommands()).toEqual([]);
});

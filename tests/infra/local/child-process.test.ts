import { expect, onTestFinished, test } from 'vitest';
import { startOwnedProcess } from '#infra/local/child-process.ts';

const run = (script: string): ReturnType<typeof startOwnedProcess> => {
  const owned = startOwnedProcess({ what: 'The helper', command: process.execPath, commandArguments: ['-e', script] });
  onTestFinished(() => owned.stop());
  return owned;
};

test('startOwnedProcess tells when a process ends by itself, with its last words', async () => {
  const { died } = run("console.error('no more room'); process.exitCode = 3;");
  expect((await died).message).toBe('The helper ended by itself (exit code 3): no more room');
});

test('startOwnedProcess tells when a process is killed from outside', async () => {
  const { died, processId } = run('setInterval(() => {}, 1000);');
  process.kill(Number(processId), 'SIGKILL');
  expect((await died).message).toContain('The helper ended by itself (SIGKILL)');
});

test('startOwnedProcess says what it cannot start', async () => {
  const { died } = startOwnedProcess({ what: 'The helper', command: '/nowhere/at-all', commandArguments: [] });
  expect((await died).message).toContain('Cannot start The helper: /nowhere/at-all');
});

test('startOwnedProcess ends a process, also one that does not listen, and reports no death', async () => {
  const owned = run("process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log('up');");
  let reported = false;
  void owned.died.then(() => {
    reported = true;
  });
  await owned.stop();
  await owned.stop();
  expect(() => process.kill(Number(owned.processId), 0)).toThrow('ESRCH');
  expect(reported).toBe(false);
});

import { expect, test } from 'vitest';
import type { EnvironmentThread } from '#infra/local/lambda/environment-thread.ts';
import { createFunctionPool } from '#infra/local/lambda/function-pool.ts';
import type { InvocationOutcome } from '#infra/local/lambda/invocation.ts';

type Gate = { readonly finish: (outcome: 'ok' | 'dies') => void };

/** A pool over environments that finish when they are told. */
const gatedPool = (mostEnvironments: number, idleSeconds = 60) => {
  const gates: Gate[] = [];
  let started = 0;
  let ended = 0;
  const startEnvironment = (): EnvironmentThread => {
    started += 1;
    let usable = true;
    return {
      run: ({ requestId }) =>
        new Promise<InvocationOutcome>((resolve) => {
          gates.push({
            finish: (outcome) => {
              usable = outcome === 'ok';
              if (outcome === 'ok') resolve({ ok: true, requestId, payload: 'null' });
              else resolve({ ok: false, requestId, failure: 'exit', payload: '{}' });
            },
          });
        }),
      isUsable: () => usable,
      stop: async () => {
        ended += 1;
      },
    };
  };
  const pool = createFunctionPool({ startEnvironment, mostEnvironments, idleSeconds, onEnd: () => undefined });
  return { pool, gates, started: () => started, ended: () => ended };
};

test('createFunctionPool starts environments as they are needed, up to its bound, and uses them again', async () => {
  const { pool, gates, started } = gatedPool(2);
  const calls = [pool.invoke('1'), pool.invoke('2'), pool.invoke('3')];
  expect(started()).toBe(2);
  expect(pool.underWay()).toBe(3);
  gates[0]?.finish('ok');
  await calls[0];
  await expect.poll(() => gates.length).toBe(3);
  expect(started()).toBe(2);
  gates[1]?.finish('ok');
  gates[2]?.finish('ok');
  await Promise.all(calls);
  expect(pool.statistics()).toMatchObject({ invocations: 3, errors: 0, running: 0 });
});

test('createFunctionPool replaces an environment that died', async () => {
  const { pool, gates, started } = gatedPool(1);
  const first = pool.invoke('1');
  gates[0]?.finish('dies');
  expect(await first).toMatchObject({ ok: false, failure: 'exit' });
  const second = pool.invoke('2');
  gates[1]?.finish('ok');
  expect(await second).toMatchObject({ ok: true });
  expect(started()).toBe(2);
});

test('createFunctionPool ends an environment that has had nothing to do for a while, and starts another', async () => {
  const { pool, gates, started, ended } = gatedPool(1, 0.001);
  const first = pool.invoke('1');
  gates[0]?.finish('ok');
  await first;
  await expect.poll(ended).toBe(1);
  const second = pool.invoke('2');
  gates[1]?.finish('ok');
  expect(await second).toMatchObject({ ok: true });
  expect(started()).toBe(2);
  await pool.stop();
});

test('createFunctionPool with a concurrency of 0 throttles everything', async () => {
  const { pool } = gatedPool(0);
  const outcome = await pool.invoke('1');
  expect(outcome).toMatchObject({ ok: false, failure: 'throttle' });
  expect(outcome.payload).toContain('TooManyRequestsException');
  expect(pool.statistics()).toMatchObject({ throttles: 1, invocations: 0 });
});

test('createFunctionPool refuses a payload above 6 MB, and everything after it was stopped', async () => {
  const { pool } = gatedPool(1);
  expect((await pool.invoke('x'.repeat(6 * 1024 * 1024 + 1))).payload).toContain('must be smaller than 6291456 bytes');
  await pool.stop();
  expect((await pool.invoke('1')).payload).toContain('The embedded AWS has stopped');
});

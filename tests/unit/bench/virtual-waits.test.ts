import { describe, expect, test } from 'vitest';
import { createVirtualWaits, slowed } from '../../../bench/cost/virtual-waits.ts';

describe('createVirtualWaits', () => {
  test('createVirtualWaits measures waits one after the other, and overlapping ones once', async () => {
    const waits = createVirtualWaits();
    const { result, waitedMs } = await waits.measure(async () => {
      await waits.wait(10);
      await Promise.all([waits.wait(5), waits.wait(7), waits.wait(5).then(() => waits.wait(4))]);
      return 'done';
    });
    expect(result).toBe('done');
    expect(waitedMs).toBe(19);
  });

  test('createVirtualWaits counts the waits of each piece of work anew', async () => {
    const waits = createVirtualWaits();
    await waits.measure(() => waits.wait(3));
    const { waits: count, waitedMs } = await waits.measure(async () => {
      await waits.wait(4);
      await waits.wait(4);
    });
    expect([count, waitedMs]).toEqual([2, 8]);
  });

  test('createVirtualWaits throws what the work throws', async () => {
    const waits = createVirtualWaits();
    const work = waits.measure(async () => {
      await waits.wait(1);
      throw new Error('no table');
    });
    await expect(work).rejects.toThrow('no table');
  });

  test('createVirtualWaits refuses work that waits for something else', async () => {
    const waits = createVirtualWaits();
    await expect(waits.measure(() => new Promise(() => undefined))).rejects.toThrow('Cannot measure an invocation');
  });
});

test('slowed lets every method of a port take longer, whoever holds it', async () => {
  const waits = createVirtualWaits();
  const port = { name: 'store', double: async (value: number) => value * 2 };
  const held = { ...slowed(port, waits, 4) };
  const { result, waitedMs } = await waits.measure(async () => (await held.double(2)) + (await held.double(3)));
  expect([result, waitedMs, held.name]).toEqual([10, 8, 'store']);
});

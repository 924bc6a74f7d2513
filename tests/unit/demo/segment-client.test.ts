import { createServer } from 'node:http';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { createSegmentClient, packCalls } from '#infra/local/demo/segment-client.ts';
import { listen } from '#infra/local/http/listen.ts';

type Call = { path: string; authorization: string; sentAt: string; size: number };
let stop = async (): Promise<void> => {};
afterEach(() => stop());

/** An API that answers what `answer` says, call by call. */
async function fakeApi(answer: (call: number) => { status: number; body: string }) {
  const calls: Call[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (part) => {
      text += part;
    });
    request.on('end', () => {
      const body = JSON.parse(text);
      const authorization = request.headers.authorization ?? '';
      calls.push({ path: request.url ?? '', authorization, sentAt: body.sentAt, size: body.batch.length });
      const { status, body: said } = answer(calls.length);
      response.writeHead(status).end(said);
    });
  });
  const running = await listen(server, 'a fake API', '127.0.0.1', 0);
  stop = running.stop;
  const pauses: number[] = [];
  const pause = async (milliseconds: number) => {
    pauses.push(milliseconds);
  };
  const nowMs = () => Date.UTC(2026, 0, 1);
  return { calls, pauses, send: createSegmentClient({ apiUrl: running.url, writeKey: 'secret', nowMs, pause }) };
}

const taken = { status: 200, body: '{"success":true,"accepted":3,"quarantined":1}' };
const items = (count: number) => Array.from({ length: count }, (_, index) => ({ type: 'page', messageId: `${index}` }));

describe('createSegmentClient', () => {
  test('createSegmentClient sends batches with its write key and its time, and adds the answers up', async () => {
    const { calls, send } = await fakeApi(() => taken);
    expect(await send(items(250).map((item) => [item]))).toEqual({ accepted: 9, quarantined: 3 });
    expect(calls.map(({ size }) => size).toSorted((a, b) => a - b)).toEqual([50, 100, 100]);
    const authorization = `Basic ${Buffer.from('secret:').toString('base64')}`;
    expect(calls[0]).toMatchObject({ path: '/v1/batch', authorization, sentAt: '2026-01-01T00:00:00.000Z' });
  });

  test('createSegmentClient sends nothing where there is nothing to send', async () => {
    const { calls, send } = await fakeApi(() => taken);
    expect(await send([])).toEqual({ accepted: 0, quarantined: 0 });
    expect(calls).toEqual([]);
  });

  test('createSegmentClient tries again, later and later, when the API is busy', async () => {
    const { calls, pauses, send } = await fakeApi((call) =>
      call < 4 ? { status: [429, 503, 500][call - 1] ?? 0, body: '' } : taken,
    );
    expect(await send([items(4)])).toEqual({ accepted: 3, quarantined: 1 });
    expect(calls).toHaveLength(4);
    expect(pauses).toEqual([100, 200, 400]);
  });

  test('createSegmentClient gives up after six attempts, and at once when it is refused', async () => {
    const busy = await fakeApi(() => ({ status: 503, body: 'later' }));
    await expect(busy.send([items(1)])).rejects.toThrow('Cannot send 1 events: the API answered 503 later, 6 times');
    await stop();
    const refused = await fakeApi(() => ({ status: 401, body: 'no' }));
    await expect(refused.send([items(1)])).rejects.toThrow('Cannot send 1 events: the API answered 401 no');
    expect(refused.calls).toHaveLength(1);
  });
});

describe('packCalls', () => {
  test('packCalls keeps a group in one call where it fits, and loses nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(25), { maxLength: 12 }), (sizes) => {
        const groups = sizes.map((size, group) =>
          Array.from({ length: size }, (_, index) => ({ messageId: `${group}-${index}` })),
        );
        const calls = packCalls(groups, 10);
        expect(calls.flat()).toEqual(groups.flat());
        for (const call of calls) expect(call.length).toBeLessThanOrEqual(10);
        for (const group of groups.filter(({ length }) => length > 0 && length <= 10)) {
          expect(
            calls.filter((call) => call.some(({ messageId }) => group.some((item) => item.messageId === messageId))),
          ).toHaveLength(1);
        }
        expect(calls.some(({ length }) => length === 0)).toBe(false);
      }),
    );
  });
});

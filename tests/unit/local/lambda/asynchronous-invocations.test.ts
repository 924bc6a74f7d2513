import { expect, test } from 'vitest';
import {
  type AsynchronousPolicy,
  createAsynchronousInvocations,
  defaultAsynchronousPolicy,
} from '#infra/local/lambda/asynchronous-invocations.ts';
import { errorPayload, type InvocationOutcome } from '#infra/local/lambda/invocation.ts';

const line = (policy: Partial<AsynchronousPolicy>, outcomes: readonly ('ok' | 'fails')[]) => {
  const sent: { arn: string; body: unknown; attributes: Readonly<Record<string, string>> }[] = [];
  const logged: string[] = [];
  let calls = 0;
  const invoke = async (): Promise<InvocationOutcome> => {
    const outcome = outcomes[calls];
    calls += 1;
    return outcome === 'ok'
      ? { ok: true, requestId: 'r', payload: '{"done":true}' }
      : { ok: false, requestId: 'r', failure: 'handler', payload: errorPayload('Error', 'no') };
  };
  const { accept } = createAsynchronousInvocations({
    functionArn: 'arn:f',
    policy: () => ({ ...defaultAsynchronousPolicy, ...policy }),
    invoke,
    send: async (arn, body, attributes) => {
      sent.push({ arn, body: JSON.parse(body), attributes });
    },
    nowMs: () => Date.parse('2026-01-01T00:00:00Z'),
    log: (text) => logged.push(text),
  });
  return { accept, sent, logged, calls: () => calls };
};

test('createAsynchronousInvocations retries as often as the policy allows, then tells the destination', async () => {
  const { accept, sent, calls } = line({ maximumRetryAttempts: 1, onFailureArn: 'arn:failures' }, ['fails', 'fails']);
  await accept('{"tick":1}');
  expect(calls()).toBe(2);
  expect(sent).toEqual([
    {
      arn: 'arn:failures',
      attributes: {},
      body: {
        version: '1.0',
        timestamp: '2026-01-01T00:00:00.000Z',
        requestContext: {
          requestId: 'r',
          functionArn: 'arn:f:$LATEST',
          condition: 'RetriesExhausted',
          approximateInvokeCount: 2,
        },
        requestPayload: { tick: 1 },
        responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
        responsePayload: { errorType: 'Error', errorMessage: 'no', trace: [] },
      },
    },
  ]);
});

test('createAsynchronousInvocations stops retrying at the first success and tells nobody without a destination', async () => {
  const { accept, sent, logged, calls } = line({}, ['fails', 'ok']);
  await accept('{}');
  expect({ calls: calls(), sent, logged }).toEqual({ calls: 2, sent: [], logged: [] });
});

test('createAsynchronousInvocations puts the event itself into the dead-letter queue', async () => {
  const { accept, sent } = line({ maximumRetryAttempts: 0, deadLetterArn: 'arn:dead' }, ['fails']);
  await accept('{"tick":2}');
  expect(sent).toMatchObject([
    { arn: 'arn:dead', body: { tick: 2 }, attributes: { RequestID: 'r', ErrorCode: '200' } },
  ]);
});

test('createAsynchronousInvocations logs an event that nobody keeps', async () => {
  const { accept, logged } = line({ maximumRetryAttempts: 0 }, ['fails']);
  await accept('{}');
  expect(logged).toEqual([expect.stringContaining('Dropped an event of arn:f after 1 attempts')]);
});

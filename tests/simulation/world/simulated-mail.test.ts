import { describe, expect, test } from 'vitest';
import type { FaultRates } from '../plan.ts';
import { exampleWorld } from './example-world.ts';
import type { Invocation } from './invocation.ts';
import { createSimulatedMail } from './simulated-mail.ts';

function invocation(isSpared: boolean): Invocation {
  return {
    number: 1,
    functionName: 'deliver',
    isSpared,
    state: 'running',
    calls: 0,
    crashesAt: Number.POSITIVE_INFINITY,
    crashesAfterEffect: false,
    die: () => undefined,
  };
}

/** Sends a hundred e-mails; counts what came back, and what was really sent. */
async function sendHundred(faults: Partial<FaultRates>, isSpared = false) {
  const mail = createSimulatedMail(exampleWorld(faults));
  const sender = mail.emailsFor(() => invocation(isSpared));
  const heard = { sent: 0, retryable: 0, final: 0, unknown: 0 };
  for (let index = 0; index < 100; index += 1) {
    const email = { to: 'ada@acme.example', subject: 's', html: 'h', text: 't', commandId: `command-${index}` };
    try {
      const result = await sender.send(email);
      if (result.kind === 'sent') heard.sent += 1;
      else if (result.retryable) heard.retryable += 1;
      else heard.final += 1;
    } catch {
      heard.unknown += 1;
    }
  }
  return { heard, sent: mail.sent().length };
}

describe('createSimulatedMail', () => {
  test('createSimulatedMail sends everything where nothing goes wrong', async () => {
    expect(await sendHundred({})).toEqual({ heard: { sent: 100, retryable: 0, final: 0, unknown: 0 }, sent: 100 });
  });

  test('createSimulatedMail sends nothing of what it refuses, for now or for good', async () => {
    const { heard, sent } = await sendHundred({ emailRefused: 1 });
    expect(sent).toBe(0);
    expect(heard.retryable).toBeGreaterThan(heard.final);
    expect(heard.final).toBeGreaterThan(0);
  });

  test('createSimulatedMail loses the connection before or after it has sent', async () => {
    const { heard, sent } = await sendHundred({ emailUncertain: 1 });
    expect(heard.unknown).toBe(100);
    expect(sent).toBeGreaterThan(20);
    expect(sent).toBeLessThan(80);
  });

  test('createSimulatedMail spares whom everything spares', async () => {
    const { sent } = await sendHundred({ emailRefused: 1, emailUncertain: 1 }, true);
    expect(sent).toBe(100);
  });
});

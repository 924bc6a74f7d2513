import { createServer, type Server } from 'node:http';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { createSesClient, createSesEmailSender } from '#adapters/aws/ses-email-sender.ts';
import { startMailServer } from '#infra/local/ses/mail-server.ts';
import { openMailbox } from '#infra/local/ses/mailbox.ts';
import { describeEmailSender, exampleEmail } from './email-sender.contract.ts';
import { startMs } from './example-records.ts';
import { localClientOptions } from './local-client-options.ts';

const from = 'holdfast@example.com';

function urlOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error(`Cannot reach the server: no port (${address})`);
  return `http://127.0.0.1:${address.port}`;
}

const close = (server: Server) => new Promise((resolve) => server.close(resolve));

const stops: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const stop of stops) await stop();
});

describeEmailSender('createSesEmailSender', async () => {
  const mailbox = openMailbox(undefined);
  const server = await startMailServer(mailbox, () => startMs);
  const client = new SESv2Client(localClientOptions(server.endpoint));
  stops.push(server.stop, async () => client.destroy());
  return {
    sender: createSesEmailSender({ client, from }),
    sent: () => mailbox.mails().map(({ to, subject, html, text }) => ({ to: to.join(), subject, html, text })),
  };
});

describe('createSesEmailSender', () => {
  const servers: Server[] = [];
  afterEach(() => Promise.all(servers.splice(0).map(close)));

  /** An SES that gives every request one answer, or hangs up (status 0), and counts the requests. */
  async function startAnswering(status: number, errorType: string, message = 'because') {
    const requests: string[] = [];
    const server = createServer((request, response) => {
      request.setEncoding('utf8');
      let body = '';
      request.on('data', (chunk: string) => {
        body += chunk;
      });
      request.on('end', () => {
        requests.push(body);
        if (status === 0) return request.socket.destroy();
        response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': errorType });
        return response.end(JSON.stringify({ message }));
      });
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const client = new SESv2Client(localClientOptions(urlOf(server)));
    return { sender: createSesEmailSender({ client, from }), requests };
  }

  test('createSesEmailSender send may be tried again once somebody has verified the sender', async () => {
    const message = 'Email address is not verified. The following identities failed the check: holdfast@example.com';
    const { sender } = await startAnswering(400, 'MessageRejected', message);
    expect(await sender.send(exampleEmail)).toMatchObject({ kind: 'refused', retryable: true });
  });

  test.each([
    [400, 'BadRequestException', false],
    [400, 'MessageRejected', false],
    [400, 'SendingPausedException', true],
    [400, 'AccountSuspendedException', true],
    [400, 'LimitExceededException', true],
    [400, 'MailFromDomainNotVerifiedException', true],
    [429, 'TooManyRequestsException', true],
    [403, 'AccessDeniedException', true],
    [404, 'NotFoundException', true],
  ])('createSesEmailSender send answers refused to %i %s, retryable: %s', async (status, errorType, retryable) => {
    const { sender, requests } = await startAnswering(status, errorType);
    const reason = `${errorType}: because`;
    expect(await sender.send(exampleEmail)).toEqual({ kind: 'refused', reason, retryable });
    expect(requests).toHaveLength(1);
  });

  test.each([500, 503, 0])(
    'createSesEmailSender send throws when nobody knows whether it was sent (%i)',
    async (status) => {
      const { sender, requests } = await startAnswering(status, 'InternalFailure');
      await expect(sender.send(exampleEmail)).rejects.toThrow();
      expect(requests).toHaveLength(1);
    },
  );

  test('createSesEmailSender send tags the e-mail with a hash of its command, which SES takes', async () => {
    const { sender, requests } = await startAnswering(400, 'BadRequestException');
    await sender.send(exampleEmail);
    const tagsSchema = z.object({
      EmailTags: z.tuple([z.object({ Name: z.literal('command'), Value: z.string().regex(/^[A-Za-z0-9_-]{1,256}$/) })]),
    });
    expect(tagsSchema.safeParse(JSON.parse(requests[0] ?? '')).error).toBeUndefined();
  });

  test('createSesClient never tries again by itself', async () => {
    const client = createSesClient();
    expect(await client.config.maxAttempts()).toBe(1);
    client.destroy();
  });
});

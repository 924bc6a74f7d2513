import { hash } from 'node:crypto';
import { SESv2Client, SESv2ServiceException, SendEmailCommand } from '@aws-sdk/client-sesv2';
import type { EmailSender } from '#ports/email-sender.ts';
import { emailRequests } from './request-limits.ts';

/** Answers with status 400 that are about the account, not about the e-mail. */
const aboutTheAccount = new Set([
  'AccountSuspendedException',
  'LimitExceededException',
  'MailFromDomainNotVerifiedException',
  'SendingPausedException',
  'Throttling',
  'ThrottlingException',
]);

/**
 * Whether the same e-mail may be tried again after SES has refused it. Only what is about the e-mail itself is final:
 * throttling ends, and missing rights, a suspended account or a sender that is not verified are put right by people, who
 * then redrive the queue.
 */
function isRetryable(error: SESv2ServiceException): boolean {
  if (error.name === 'MessageRejected') return /not verified|sandbox/i.test(error.message);
  return error.$metadata.httpStatusCode !== 400 || aboutTheAccount.has(error.name);
}

/**
 * Builds a client that never tries again by itself: after a timeout nobody knows whether SES has sent, and trying again
 * could write to a customer twice.
 */
export function createSesClient(): SESv2Client {
  return new SESv2Client({ maxAttempts: 1, requestHandler: emailRequests });
}

/** Sends e-mails through Amazon SES. */
export function createSesEmailSender(options: { client: SESv2Client; from: string }): EmailSender {
  return {
    async send(email) {
      const content = (data: string) => ({ Data: data, Charset: 'UTF-8' });
      try {
        const answer = await options.client.send(
          new SendEmailCommand({
            FromEmailAddress: options.from,
            Destination: { ToAddresses: [email.to] },
            EmailTags: [{ Name: 'command', Value: hash('sha256', email.commandId, 'hex') }],
            Content: {
              Simple: {
                Subject: content(email.subject),
                Body: { Html: content(email.html), Text: content(email.text) },
              },
            },
          }),
        );
        return { kind: 'sent', providerMessageId: answer.MessageId ?? '' };
      } catch (error) {
        if (!(error instanceof SESv2ServiceException) || error.$fault !== 'client') throw error;
        return { kind: 'refused', reason: `${error.name}: ${error.message}`, retryable: isRetryable(error) };
      }
    },
  };
}

import type { Email, EmailSender, SendResult } from '#ports/email-sender.ts';

/** A mailbox in memory. */
export type MemoryEmailSender = EmailSender & {
  /** Every e-mail that was sent, in order. */
  readonly sent: () => Email[];
};

/** A provider in memory; `refuse` may refuse an e-mail by giving the answer, or throw as a lost connection would. */
export function createMemoryEmailSender(
  refuse: (email: Email) => Extract<SendResult, { kind: 'refused' }> | null = () => null,
): MemoryEmailSender {
  const sent: Email[] = [];
  return {
    async send(email) {
      const refusal = refuse(email);
      if (refusal !== null) return refusal;
      sent.push({ ...email });
      return { kind: 'sent', providerMessageId: `memory-${sent.length}` };
    },
    sent: () => sent.map((email) => ({ ...email })),
  };
}

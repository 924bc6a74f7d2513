import { describe, expect, test, vi } from 'vitest';
import type { Email, EmailSender } from '#ports/email-sender.ts';

export type SentEmail = Pick<Email, 'to' | 'subject' | 'html' | 'text'>;

/** Opens a provider, with a way to see what it has sent. */
export type OpenEmailSender = () => Promise<{
  readonly sender: EmailSender;
  readonly sent: () => readonly SentEmail[];
}>;

export const exampleEmail: Email = {
  to: 'ada@example.com',
  subject: 'Wir vermissen dich, Ada ✓',
  html: '<p>Hello &lt;Ada&gt;</p>',
  text: 'Hello <Ada>',
  commandId: 'shop/ada/win-back#1/0 — é',
};

/** What every e-mail sender does, whatever it is made of. */
export function describeEmailSender(name: string, open: OpenEmailSender): void {
  describe(name, () => {
    test(`${name} send hands the e-mail over as it is and gives the provider's id`, async () => {
      const { sender, sent } = await open();
      const first = await sender.send(exampleEmail);
      const second = await sender.send({ ...exampleEmail, to: 'bob@example.com' });
      expect(first).toEqual({ kind: 'sent', providerMessageId: expect.stringMatching(/.+/) });
      expect(second).not.toEqual(first);
      const { commandId: _commandId, ...visible } = exampleEmail;
      const expected = [visible, { ...visible, to: 'bob@example.com' }];
      await vi.waitFor(() => expect(sent()).toEqual(expected));
    });
  });
}

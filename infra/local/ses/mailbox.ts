import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import type { SentMail } from './mail-messages.ts';

/** A mail in the local mailbox. */
export type StoredMail = SentMail & {
  /** When it was sent, in epoch milliseconds of the embedded clock. */
  readonly atMs: number;
};

/** The mails that functions sent, oldest first: the last 10,000. */
export type Mailbox = { readonly add: (mail: StoredMail) => void; readonly mails: () => readonly StoredMail[] };

const mostMails = 10_000;

const storedMail = z.object({
  messageId: z.string(),
  from: z.string(),
  to: z.array(z.string()),
  subject: z.string(),
  html: z.string(),
  text: z.string(),
  atMs: z.number(),
});

/** Opens the mailbox: a file with one mail as JSON per line, or memory alone. @throws Error when it cannot be read. */
export const openMailbox = (path: string | undefined): Mailbox => {
  const mails = path === undefined ? [] : readMails(path);
  // Reading cuts the file; while it runs it only grows.
  if (path !== undefined) writeFileSync(path, mails.map((mail) => `${JSON.stringify(mail)}\n`).join(''));
  return {
    add: (mail) => {
      mails.push(mail);
      if (mails.length > mostMails) mails.shift();
      if (path !== undefined) appendFileSync(path, `${JSON.stringify(mail)}\n`);
    },
    mails: () => mails,
  };
};

const readMails = (path: string): StoredMail[] => {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n').filter(Boolean);
  return lines.slice(-mostMails).map((line, index) => {
    try {
      return storedMail.parse(JSON.parse(line));
    } catch (error) {
      throw new Error(`Cannot read the mailbox: ${path}: line ${index + 1}: ${String(error)}`, { cause: error });
    }
  });
};

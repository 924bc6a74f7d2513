/** A mail that a function sent. */
export type SentMail = {
  readonly messageId: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  /** Empty when the mail has no such part. */
  readonly html: string;
  readonly text: string;
};

/** What the thread of the mail server tells: where it answers, that it could not start, or that a mail was sent. */
export type MailServerMessage =
  | { readonly kind: 'listening'; readonly port: number }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'mail'; readonly mail: SentMail };

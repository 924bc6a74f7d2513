/** `refused`: the provider said that it sent nothing; whether trying again can help is in `retryable`. */
export type SendResult =
  | { readonly kind: 'sent'; readonly providerMessageId: string }
  | { readonly kind: 'refused'; readonly reason: string; readonly retryable: boolean };

export type Email = {
  readonly to: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  /** Goes with the message as a tag, so that bounces and complaints find their way back. */
  readonly commandId: string;
};

/** Sends one e-mail. Throws when it is not known whether the provider took it. */
export interface EmailSender {
  send(email: Email): Promise<SendResult>;
}

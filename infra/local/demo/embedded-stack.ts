/** A mail that the embedded AWS was asked to send. */
export type StackMail = {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly html: string;
  readonly sentMs: number;
};

/** What the demo asks of the embedded AWS once it is up. */
export type EmbeddedStack = {
  readonly outputs: Readonly<Record<string, string>>;
  readonly endpoints: {
    readonly dynamodb: string;
    readonly sqs: string;
    readonly events: string;
    readonly ses: string;
  };
  /** Without a slash at its end. */
  readonly apiUrl: string;
  /** Tells of the detail of each event that Holdfast puts on a bus. */
  subscribe(listener: (detail: unknown) => void): void;
  /** All mails, oldest first. */
  mailbox(): readonly StackMail[];
  /** Resolves once nothing is under way. Throws after `timeoutSeconds`. */
  settle(options: { timeoutSeconds: number }): Promise<void>;
  stop(): Promise<void>;
};

import type { RiskBand } from '#contracts/transition.ts';
import type { Readout } from '#domain/measurement/readout.ts';

/** What the running system has counted so far. */
export type LiveCounts = {
  /** Events that profiles have counted. */
  readonly events: number;
  readonly quarantined: number;
  readonly customers: number;
  /** By type, such as `Segment Entered`. */
  readonly transitions: Readonly<Record<string, number>>;
  /** Members by segment. */
  readonly segments: Readonly<Record<string, number>>;
  readonly emails: number;
  readonly openTasks: number;
};

/** The page at a glance. */
export type Overview = {
  /** What time it is for everything that runs here, in epoch milliseconds. */
  readonly virtualMs: number;
  /** What is going on, in words, such as `streaming, 1 hour a second`. */
  readonly phase: string;
  readonly counts: LiveCounts;
  readonly segments: readonly { readonly name: string; readonly description: string; readonly members: number }[];
  readonly playbooks: readonly (Readout & {
    readonly description: string;
    /** What is hoped for, such as `activity within 14 days`. */
    readonly goal: string;
    readonly verdict: string;
  })[];
};

/** One thing that customer success is asked to do. */
export type InboxEntry = {
  readonly id: string;
  readonly customerId: string;
  /** The first name that the customer told, or null. */
  readonly name: string | null;
  readonly title: string;
  readonly advice: string;
  /** In plain words, the most telling first. */
  readonly why: readonly string[];
  /** The rule that asked for this, as a sentence. */
  readonly rule: string;
  readonly sinceMs: number;
  readonly dueMs: number;
  /** Money at stake, in minor units. */
  readonly valueMinor: number;
  /** True if the reason is gone, because the customer came back. */
  readonly isOver: boolean;
  /** The user whom this anonymous visitor has become part of; null for everybody else. */
  readonly joinedInto: string | null;
};

/** The most valuable open tasks; `isCut` if there are more than are shown. */
export type Inbox = { readonly virtualMs: number; readonly entries: readonly InboxEntry[]; readonly isCut: boolean };

export type MailSummary = {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly sentMs: number;
};

/** The latest mails, the newest first, and how many there are in all. */
export type MailList = { readonly mails: readonly MailSummary[]; readonly total: number };

/** Everything that is known of one customer, for people. */
export type CustomerPage = {
  readonly customerId: string;
  readonly name: string | null;
  readonly email: string | null;
  /** The user whom this anonymous visitor has become part of; null for everybody else. */
  readonly joinedInto: string | null;
  /** The anonymous visitors who have become part of this user. */
  readonly joinedFrom: readonly string[];
  readonly why: readonly string[];
  readonly risk: { readonly band: RiskBand; readonly score: number | null };
  readonly segments: readonly { readonly name: string; readonly description: string; readonly sinceMs: number }[];
  readonly history: readonly { readonly atMs: number; readonly what: string; readonly why: string }[];
};

/** Where the console takes what it shows. */
export type ConsoleSource = {
  overview(): Promise<Overview>;
  inbox(): Promise<Inbox>;
  mails(): Promise<MailList>;
  /** The HTML of one mail, or null if there is none with this id. */
  mailHtml(id: string): Promise<string | null>;
  /** One customer, or null if nobody has this id. */
  customer(customerId: string): Promise<CustomerPage | null>;
};

import type { Readout } from '#domain/measurement/readout.ts';

/** What `npm start -- --once --json` prints. */
export type OnceResult = {
  readonly events: {
    /** Handed to the API, repetitions and broken ones included. */
    readonly sent: number;
    /** Answered with success: sent = accepted. */
    readonly accepted: number;
    /** Counted in a profile: accepted = applied + duplicates + quarantined. */
    readonly applied: number;
    /** Sent a second time on purpose. */
    readonly duplicates: number;
    readonly quarantined: number;
  };
  readonly customers: number;
  readonly segments: Readonly<Record<string, number>>;
  readonly transitions: Readonly<Record<string, number>>;
  readonly emails: number;
  readonly tasks: number;
  readonly outcomes: number;
  readonly readouts: readonly Readout[];
  readonly virtualDays: number;
  /** From the beginning until the embedded AWS was up, synthesizing included. */
  readonly upSeconds: number;
  readonly seconds: number;
};

/** Counts of the same things that were taken at different places. */
export type Witnesses = {
  /** Deliberately broken events, as the population made them. */
  readonly broken: number;
  /** Quarantined, as the API answered. */
  readonly quarantinedByApi: number;
  /** Segment members, and customers, as the announced transitions add up. */
  readonly announcedSegments: Readonly<Record<string, number>>;
  readonly announcedCustomers: number;
  /** Messages in dead-letter queues, by the name of the queue's output. */
  readonly deadLetters: Readonly<Record<string, number>>;
};

/** Everything that does not add up, as sentences; none if all is well. */
export function problemsOf(result: OnceResult, witnesses: Witnesses): string[] {
  const { sent, accepted, applied, duplicates, quarantined } = result.events;
  const problems: string[] = [];
  const expect = (what: string, found: number, expected: number): void => {
    if (found !== expected) problems.push(`${what}: ${found}, expected ${expected}`);
  };
  expect('accepted events, against those sent', accepted, sent);
  expect(
    'applied + duplicate + quarantined events, against those accepted',
    applied + duplicates + quarantined,
    accepted,
  );
  expect('quarantined events, against the broken ones', quarantined, witnesses.broken);
  expect('quarantined events in the ledger, against the answers of the API', quarantined, witnesses.quarantinedByApi);
  expect('customers announced, against those stored', witnesses.announcedCustomers, result.customers);
  const names = new Set([...Object.keys(result.segments), ...Object.keys(witnesses.announcedSegments)]);
  for (const name of names) {
    const announced = witnesses.announcedSegments[name] ?? 0;
    expect(`members of ${name} announced, against those stored`, announced, result.segments[name] ?? 0);
  }
  for (const [queue, messages] of Object.entries(witnesses.deadLetters)) expect(`messages in ${queue}`, messages, 0);
  return problems;
}

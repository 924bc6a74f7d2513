import type { ConsoleSource, CustomerPage, InboxEntry } from '#infra/local/console-server/console-source.ts';

const dayMs = 86_400_000;
export const exampleNowMs = Date.UTC(2026, 2, 14, 9, 30);

const entry = (customerId: string, name: string | null, valueMinor: number): InboxEntry => ({
  id: `task-${customerId}`,
  customerId,
  name,
  title: 'Call a high-value customer who is slipping away',
  advice: 'Ask what changed. Look at their last tickets first; offer help before a discount.',
  why: [
    'Last seen 23 days ago; usually comes about every 5 days.',
    'Asked for help 2 times, last 24 days ago.',
    'Ordered 6 times for 412.00, last 31 days ago.',
  ],
  rule: 'churn risk is high and time since the last activity is less than 90 days',
  sinceMs: exampleNowMs - 3 * dayMs,
  dueMs: exampleNowMs + dayMs,
  valueMinor,
  isOver: false,
  joinedInto: null,
});

export const exampleCustomer: CustomerPage = {
  customerId: 'a/b c',
  name: '<b>Max</b>',
  email: 'customer-00007@example.com',
  joinedInto: null,
  joinedFrom: ['anonymous:x'],
  why: entry('a/b c', null, 0).why,
  risk: { band: 'high', score: 0.71 },
  segments: [
    { name: 'slipping-away', description: 'No activity for 14 days.', sinceMs: exampleNowMs - 9 * dayMs },
    { name: 'high-value', description: 'Has paid 250 or more.', sinceMs: exampleNowMs - 40 * dayMs },
  ],
  history: [
    {
      atMs: exampleNowMs - 3 * dayMs,
      what: 'Churn risk changed from medium to high',
      why: 'the starter rule weighs recency, frequency and money (time passed)',
    },
    { atMs: exampleNowMs - 9 * dayMs, what: 'E-mail "win-back" sent', why: 'No activity for 14 days' },
  ],
};

/** A visitor who was nobody until she became that customer. */
export const exampleVisitor: CustomerPage = {
  customerId: 'anonymous:x',
  name: null,
  email: null,
  joinedInto: exampleCustomer.customerId,
  joinedFrom: [],
  why: [],
  risk: { band: 'unknown', score: null },
  segments: [],
  history: [
    {
      atMs: exampleNowMs - 3 * dayMs,
      what: 'Left new',
      why: 'the visitor has become part of a/b c (joined with a/b c)',
    },
  ],
};

/** A source that shows the same few customers for ever. */
export function exampleSource(): ConsoleSource {
  return {
    overview: async () => ({
      virtualMs: exampleNowMs,
      phase: 'streaming, 1 hour a second',
      counts: {
        events: 61_204,
        quarantined: 134,
        customers: 2609,
        transitions: { 'Segment Entered': 9120, 'Segment Exited': 5311, 'Churn Risk Changed': 7002 },
        segments: { active: 1549, 'slipping-away': 1060 },
        emails: 3,
        openTasks: 4,
      },
      segments: [
        { name: 'new', description: 'First seen within the last 14 days.', members: 311 },
        { name: 'active', description: 'Showed a sign of life within the last 14 days.', members: 1549 },
        { name: 'slipping-away', description: 'No activity for 14 days.', members: 1060 },
        { name: 'lost', description: 'No activity for 90 days.', members: 0 },
      ],
      playbooks: [
        {
          playbook: 'win-back',
          description: 'Writes to customers who have gone quiet, and sees whether they come back.',
          verdict:
            'It helps: 41 % of 612 treated reached the goal, 24 % of 70 held out (95 % interval +6 to +27 points).',
          goal: 'activity within 14 days',
          treated: { runs: 612, succeeded: 251 },
          holdout: { runs: 70, succeeded: 17 },
          uplift: { points: 0.17, low: 0.06, high: 0.27 },
        },
      ],
    }),
    inbox: async () => ({
      virtualMs: exampleNowMs,
      entries: [
        entry('a/b c', '<b>Max</b>', 131_250),
        { ...entry('customer-00042', 'Ann & Bob', 41_200), dueMs: exampleNowMs - 2 * dayMs },
        { ...entry('customer-00099', null, 30_000), isOver: true },
        { ...entry(exampleVisitor.customerId, null, 20_000), joinedInto: exampleVisitor.joinedInto },
      ],
      isCut: false,
    }),
    mails: async () => ({
      mails: [1, 2, 3].map((number) => ({
        id: `mail-${number}`,
        to: `customer-0000${number}@example.com`,
        subject: 'We miss you, <b>Max</b>',
        sentMs: exampleNowMs - number * dayMs,
      })),
      total: 3,
    }),
    mailHtml: async (id) =>
      id === 'mail-1' ? '<p>Hello &lt;b&gt;Max&lt;/b&gt;,</p><script>document.title = "ran"</script>' : null,
    customer: async (id) => [exampleCustomer, exampleVisitor].find(({ customerId }) => customerId === id) ?? null,
  };
}

import { describe, expect, test } from 'vitest';
import { type OnceResult, problemsOf, type Witnesses } from '#infra/local/demo/once-result.ts';

const result: OnceResult = {
  events: { sent: 110, accepted: 110, applied: 100, duplicates: 6, quarantined: 4 },
  customers: 10,
  segments: { active: 7 },
  transitions: { 'Segment Entered': 12 },
  emails: 2,
  tasks: 1,
  outcomes: 2,
  readouts: [],
  virtualDays: 45,
  upSeconds: 1,
  seconds: 2,
};
const witnesses: Witnesses = {
  broken: 4,
  quarantinedByApi: 4,
  announcedSegments: { active: 7, lost: 0 },
  announcedCustomers: 10,
  deadLetters: { EventDeadLetterQueueUrl: 0 },
};

describe('problemsOf', () => {
  test('problemsOf finds none when everything adds up', () => {
    expect(problemsOf(result, witnesses)).toEqual([]);
  });

  test.each<[string, Partial<OnceResult['events']>, Partial<Witnesses>]>([
    ['accepted events, against those sent: 110, expected 111', { sent: 111 }, {}],
    ['applied + duplicate + quarantined events, against those accepted: 109, expected 110', { applied: 99 }, {}],
    ['quarantined events, against the broken ones: 4, expected 5', {}, { broken: 5 }],
    ['quarantined events in the ledger, against the answers of the API: 4, expected 3', {}, { quarantinedByApi: 3 }],
    ['customers announced, against those stored: 9, expected 10', {}, { announcedCustomers: 9 }],
    ['members of active announced, against those stored: 0, expected 7', {}, { announcedSegments: {} }],
    ['messages in EventDeadLetterQueueUrl: 1, expected 0', {}, { deadLetters: { EventDeadLetterQueueUrl: 1 } }],
  ])('problemsOf says "%s"', (problem, events, seen) => {
    const changed = { ...result, events: { ...result.events, ...events } };
    expect(problemsOf(changed, { ...witnesses, ...seen })).toEqual([problem]);
  });
});

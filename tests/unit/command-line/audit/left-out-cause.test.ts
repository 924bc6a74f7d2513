import { describe, expect, test } from 'vitest';
import type { LeftOutCause } from '#domain/training/audit/audited-item.ts';
import { leftOutCause } from '#infra/command-line/audit/left-out-cause.ts';

describe('leftOutCause', () => {
  test.each<['refused' | 'bad', string, string, LeftOutCause]>([
    ['bad', 'date does not parse', 'column "when" is "", which is not a date of the form ISO 8601', 'no date'],
    ['bad', 'date does not parse', 'column "when" is "31.12.", which is not a date of the form ISO 8601', 'bad date'],
    ['bad', 'no moment', 'it has no moment', 'no date'],
    ['refused', 'later than "now"', '2027 is later than 2026', 'future date'],
    ['refused', 'no customer', '', 'no customer'],
    ['bad', 'no customer id', '', 'no customer'],
    ['bad', 'breaks the tracking plan', 'properties.total must be', 'off the plan'],
    ['bad', 'schema', 'properties.total must be an amount of money: missing', 'off the plan'],
    ['bad', 'schema', 'userId: too long', 'unreadable'],
    ['refused', 'same id as an earlier line', 'the id "m1" was there before', 'repeated id'],
    ['refused', 'price is not above 0', '', 'left out on purpose'],
    ['bad', 'not a number', '', 'unreadable'],
  ])('leftOutCause of what is %s as "%s" (%s) is %s', (kind, reason, detail, cause) => {
    expect(leftOutCause({ kind, reason, detail })).toBe(cause);
  });
});

import type { AuditedEvent } from '#domain/training/audit/audited-item.ts';
import { dayMs, juneMs } from '../../domain/example-event.ts';
import { auditedEvent } from '../../domain/training/audit/audit-examples.ts';

/** How long a clean history is, in days; it ends with the day of the audit. */
export const historyDays = 60;

export const firstDayMs = juneMs - (historyDays - 1) * dayMs;

export const customers = 60;

const names = ['Bought', 'Bought', 'Returned', 'Carted', 'Complained'];

/** Whole numbers from 0 to below `below`, the same for the same seed (mulberry32). */
function numbersOf(seed: number): (below: number) => number {
  let state = seed | 0;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** Identify calls of all customers, on the first day; the accounts are a day older. */
function signups(): AuditedEvent[] {
  return Array.from({ length: customers }, (_, customer) => {
    const createdAt = new Date(firstDayMs - dayMs).toISOString();
    const timeMs = firstDayMs + 1_000 + customer;
    const told = {
      id: `signup-${customer}`,
      type: 'identify',
      name: 'Identify',
      userId: `customer-${customer}`,
    } as const;
    const event = { ...told, timeMs, receivedMs: timeMs + 1_000, properties: { createdAt } };
    return auditedEvent(event, { source: 'web', clock: 'live', sentMs: timeMs + 500 });
  });
}

/**
 * A history without a defect, another one for every seed: every customer signed up before the first day, and on every day
 * there are events of both sources, received at once, all of them in one currency and from one country.
 */
export function cleanHistory(seed: number): AuditedEvent[] {
  const below = numbersOf(seed);
  const events = Array.from({ length: historyDays * 2 }, (_, index) => {
    const timeMs = firstDayMs + Math.floor(index / 2) * dayMs + below(86_400) * 1000;
    const told = {
      id: `event-${index}`,
      name: names[below(names.length)] ?? '',
      userId: `customer-${below(customers)}`,
      timeMs,
      receivedMs: timeMs + 1_000,
      properties: { total: below(100_000) / 100, currency: 'USD', country: 'US' },
    };
    const source = index % 2 === 0 ? 'web' : 'till';
    return auditedEvent(told, { source, clock: 'live', sentMs: timeMs + 500 });
  });
  return [...signups(), ...events];
}

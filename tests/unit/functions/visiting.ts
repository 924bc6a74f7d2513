import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import { exampleEvent, nowMs } from './example-events.ts';

const text = (number: number) => String(number).padStart(3, '0');

/** The customer that the numbered visitor is, as long as nobody knows who that is. */
export const visitorNumber = (number: number): string => `anonymous:v${text(number)}`;

/** What the numbered visitor did. */
export function seen(number: number): CanonicalEvent {
  return exampleEvent(`seen ${text(number)}`, { userId: null, anonymousId: `v${text(number)}` });
}

/** Tells that the numbered visitor is a user; the greater the number, the later. */
export function claimed(number: number, userId = 'ada'): CanonicalEvent {
  return exampleEvent(`claim ${text(number)} for ${userId}`, {
    type: 'identify',
    name: 'Identify',
    userId,
    anonymousId: `v${text(number)}`,
    timeMs: nowMs - 100_000 + number,
  });
}

/** Numbers from 1 to a last one. */
export function upTo(last: number): number[] {
  return Array.from({ length: last }, (_, index) => index + 1);
}

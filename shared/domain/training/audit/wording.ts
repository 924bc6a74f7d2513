import { isoTime } from '#contracts/time.ts';
import type { Figure } from './finding.ts';
import { shareOf } from './finding.ts';

/** 1234567 → `1,234,567`. */
export function countText(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** 0.2493 → `24.9 %`; what is not nothing is never shown as nothing. */
export function shareText(share: number): string {
  if (share > 0 && share < 0.0005) return 'under 0.1 %';
  return `${(share * 100).toFixed(1)} %`;
}

/** `3 of 12 rows (25.0 %)`. */
export function partText(part: number, whole: number, what: string): string {
  return `${countText(part)} of ${countText(whole)} ${what} (${shareText(shareOf(part, whole))})`;
}

/** `1 source`, `2 sources`. */
export function pluralText(count: number, one: string, many = `${one}s`): string {
  return `${countText(count)} ${count === 1 ? one : many}`;
}

/** A moment → its UTC day, `2011-12-09`. */
export function dayText(timeMs: number): string {
  return isoTime(timeMs).slice(0, 10);
}

/** Cuts a value that comes from the data to a length that can be shown. */
export function shownText(text: string, longest = 80): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

/** A figure for people. */
export function figureText({ value, unit }: Figure): string {
  if (typeof value === 'string') return value;
  if (unit === 'share') return shareText(value);
  if (unit === 'days' || unit === 'months') return `${value.toFixed(1)} ${unit}`;
  return countText(value);
}

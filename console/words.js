const dayMs = 86_400_000;
const counting = new Intl.NumberFormat('en-US');
const amount = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const date = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
const moment = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
});

/** @param {number} value */
export const number = (value) => counting.format(value);

/** @param {number} minor minor units, such as cents */
export const money = (minor) => amount.format(minor / 100);

/** @param {number} ms */
export const dateOf = (ms) => date.format(ms);

/** @param {number} ms */
export const momentOf = (ms) => `${moment.format(ms)} UTC`;

/** @param {number} count @param {string} word */
export const counted = (count, word) => `${number(count)} ${word}${count === 1 ? '' : 's'}`;

/**
 * How long something has lasted: `3 days`, `5 hours`.
 *
 * @param {number} sinceMs @param {number} nowMs
 */
export function lasting(sinceMs, nowMs) {
  const passedMs = Math.max(0, nowMs - sinceMs);
  if (passedMs >= dayMs) return counted(Math.floor(passedMs / dayMs), 'day');
  if (passedMs >= dayMs / 24) return counted(Math.floor((passedMs / dayMs) * 24), 'hour');
  return 'less than an hour';
}

/**
 * When a task is due, seen from now: `in 2 days`, `overdue by 3 days`.
 *
 * @param {number} dueMs @param {number} nowMs
 */
export function due(dueMs, nowMs) {
  return dueMs >= nowMs ? `in ${lasting(nowMs, dueMs)}` : `overdue by ${lasting(dueMs, nowMs)}`;
}

import type { ReadValue } from '#contracts/transition.ts';
import { alignedRows } from '../text-table.ts';

/** Rows of cells as aligned lines, two spaces to the right. */
export function indented(rows: readonly (readonly string[])[]): string[] {
  return alignedRows(rows).map((line) => `  ${line}`);
}

/** A title with its lines under an empty line; without lines, what to say instead. */
export function section(title: string, lines: readonly string[], otherwise: string): string[] {
  return ['', title, ...(lines.length === 0 ? [`  ${otherwise}`] : lines)];
}

/** Minutes are enough for people: `1998-06-30 23:59`. */
export function minute(time: string): string {
  return time.slice(0, 16).replace('T', ' ');
}

const atMostTwo = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });
const exactlyTwo = new Intl.NumberFormat('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

const atMostOne = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

function signed(text: string): string {
  return text.replace('-', '−');
}

/** A value as people read it: money with two decimals, other numbers with at most two, a dash where there is none. */
export function shownValue(value: ReadValue, unit: string): string {
  if (value === null) return '–';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return value;
  return signed((unit === 'money' ? exactlyTwo : atMostTwo).format(value));
}

function ofTime(count: number, word: string): string {
  const text = shownValue(count, '');
  return `${text} ${word}${text === '1' ? '' : 's'}`;
}

const isoTimeForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d:/;

/**
 * The same as people say it in a sentence: with its unit where that goes along with the number (`13.5 days`, `26 %`), and
 * moments to the minute.
 */
export function quantityText(value: ReadValue, unit: string): string {
  if (typeof value === 'string' && isoTimeForm.test(value)) return minute(value);
  if (typeof value !== 'number') return shownValue(value, unit);
  if (unit === 'share') return signed(`${atMostOne.format(100 * value)} %`);
  if (unit !== 'days') return shownValue(value, unit);
  if (Number.isInteger(value) || Math.abs(value) >= 1) return ofTime(value, 'day');
  const hours = value * 24;
  return Math.abs(hours) >= 1 ? ofTime(Math.round(hours * 10) / 10, 'hour') : ofTime(Math.round(hours * 60), 'minute');
}

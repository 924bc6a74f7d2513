import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import { meanings } from '#contracts/moment.ts';
import { emptyProfileState } from '#domain/profile/profile-state.ts';
import { decodeState, encodeState } from '#domain/profile/state-layout.ts';
import { dayMs, exampleEvent, examplePlan, juneMs } from '../example-event.ts';
import { histories, stateOf } from '../histories.ts';

/** What was written when there were six meanings: 24 events of all of them, five days apart. */
const beforeLaterMeanings = [
  '021806001080d8eb83e833d8dbee812500010480d8eb83e833d0bcf2fb1c98b5010204e8f7ead1e933d0bcf2fb1cb8bb010304d097ea9feb33',
  'd0bcf2fb1c000404b8b7e9edec33d0bcf2fb1c000504a0d7e8bbee33d0bcf2fb1c0010f48305281428160101ce28281428160101fe312814',
  '28160101ae3b281428',
].join('');

/** The same in the layout of today. */
const inLayout3 = [
  '031806d8b3da858d34001000d8dbee81250504889ffc8508d0bcf2fb1ccc5a0904a0fffcb706d0bcf2fb1cdc5d0c04b8dffde904d0bcf2fb1c',
  '1004d0bffe9b03d0bcf2fb1c1404e89fffcd01d0bcf2fb1c01001000140a140a140a140a140a140a140a1402320300d71d3cff183ca714000100',
].join('');

const anyHistory = fc.oneof(histories({ days: 400, maxEvents: 250 }), histories({ days: 20, maxEvents: 30 }));

function purchase(index: number, timeMs: number, total: number): CanonicalEvent {
  return exampleEvent({ id: `p${index}`, name: 'Bought', timeMs, properties: { total } });
}

describe('encodeState and decodeState', () => {
  test('decodeState gives back what encodeState wrote', () => {
    fc.assert(
      fc.property(anyHistory, (events) => {
        const state = stateOf(events);
        const back = decodeState(encodeState(state));
        expect(back.events).toBe(events.length);
        expect(back.days).toEqual(state.days);
        expect(new Map([...back.totals].toSorted())).toEqual(new Map([...state.totals].toSorted()));
        expect(encodeState(back)).toEqual(encodeState(state));
      }),
    );
  });

  test('decodeState refuses bytes that were cut anywhere, and bytes with something after them', () => {
    fc.assert(
      fc.property(
        histories({ days: 60, maxEvents: 20 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (events, at) => {
          const bytes = encodeState(stateOf(events));
          expect(() => decodeState(bytes.slice(0, Math.floor(bytes.length * at)))).toThrow('Cannot read');
          expect(() => decodeState(new Uint8Array([...bytes, 0]))).toThrow('1 bytes are left over');
        },
      ),
    );
  });

  test('decodeState refuses a layout version and a meaning that it does not know', () => {
    expect(() => decodeState(new Uint8Array([1, 0, 0]))).toThrow(
      'layout version 1 is not known (this code knows 2 and 3)',
    );
    expect(() => decodeState(new Uint8Array([4, 0, 0, 0]))).toThrow('layout version 4 is not known');
    expect(() => decodeState(new Uint8Array([2, 1, 1, 99, 0, 0, 0, 0, 0]))).toThrow('meaning number 99 is not known');
    expect(() => decodeState(new Uint8Array([3, 1, 1, 0, 76]))).toThrow('meaning number 19 is not known');
  });

  test('encodeState refuses a sum that left the exact integers instead of rounding it', () => {
    const totals = { count: 1, firstMs: 0, lastMs: 0, sumMinor: 2 ** 53 };
    expect(() => encodeState({ ...emptyProfileState, events: 1, totals: new Map([['purchase', totals]]) })).toThrow(
      'Cannot write',
    );
  });

  test('encodeState writes the empty state in 8 bytes', () => {
    expect(encodeState(emptyProfileState)).toHaveLength(8);
  });

  test('encodeState needs at most 80 bytes for two years of a monthly buyer, 200 for a weekly one, 530 for a daily one', () => {
    const every = (days: number, orders: number) =>
      Array.from({ length: orders }, (_, index) => purchase(index, juneMs + index * days * dayMs, 49.9));
    expect(encodeState(stateOf(every(30, 24))).length).toBeLessThanOrEqual(80);
    expect(encodeState(stateOf(every(7, 104))).length).toBeLessThanOrEqual(200);
    expect(encodeState(stateOf(every(1, 400))).length).toBeLessThanOrEqual(530);
  });

  test('encodeState needs at most 190 bytes for a daily visitor who buys each week', () => {
    const visits = Array.from({ length: 120 }, (_, day) =>
      exampleEvent({ id: `v${day}`, timeMs: juneMs + day * dayMs }),
    );
    const orders = Array.from({ length: 17 }, (_, week) => purchase(week, juneMs + week * 7 * dayMs, 49.9));
    expect(encodeState(stateOf([...visits, ...orders])).length).toBeLessThanOrEqual(190);
  });

  test('encodeState needs at most 880 bytes for 96 days with 300 events of six meanings each day', () => {
    const names = ['Bought', 'Returned', 'Carted', 'Complained', 'Cancelled', 'Looked'];
    const events = Array.from({ length: 96 * 300 }, (_, index) =>
      exampleEvent({
        id: `w${index}`,
        name: names[index % names.length] ?? '',
        timeMs: juneMs + Math.floor(index / 300) * dayMs + index,
        properties: { total: 9_999.99 },
      }),
    );
    expect(encodeState(stateOf(events)).length).toBeLessThanOrEqual(880);
  });

  test('encodeState needs at most 16 bytes more for each meaning that a customer has', () => {
    const names = [...examplePlan.events.keys()];
    const events = names.map((name, index) =>
      exampleEvent({ id: name, name, timeMs: juneMs + index, properties: { total: 1, granted: true } }),
    );
    const later = events.map((event) => ({ ...event, timeMs: event.timeMs + 400 * dayMs }));
    const of = (count: number) => encodeState(stateOf([...events.slice(0, count), ...later.slice(0, count)])).length;
    for (let count = 1; count < names.length; count += 1) expect(of(count + 1) - of(count)).toBeLessThanOrEqual(16);
    expect(decodeState(encodeState(stateOf(events))).totals.size).toBe(meanings.length);
  });

  test('decodeState reads what the code before the thirteen later meanings wrote, and encodeState writes it in the layout of today', () => {
    const state = decodeState(Buffer.from(beforeLaterMeanings, 'hex'));
    expect([...state.totals.keys()]).toEqual(meanings.slice(0, 6));
    expect(state.totals.get('purchase')).toEqual({
      count: 4,
      firstMs: juneMs,
      lastMs: juneMs + 90 * dayMs + 18_000,
      sumMinor: 11_596,
    });
    expect({ cells: state.cells, complete: state.complete }).toEqual({ cells: new Map(), complete: new Set() });
    expect(Buffer.from(encodeState(state)).toString('hex')).toBe(inLayout3);
    expect(decodeState(Buffer.from(inLayout3, 'hex'))).toEqual(state);
  });
});

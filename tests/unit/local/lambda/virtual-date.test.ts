import { expect, test } from 'vitest';
import { createVirtualDate } from '#infra/local/lambda/virtual-date.ts';

const instant = Date.parse('1998-06-30T12:00:00Z');
const VirtualDate = createVirtualDate(Date, () => instant);

test('createVirtualDate shows its own present, in every way to ask for it', () => {
  expect(VirtualDate.now()).toBe(instant);
  expect(new VirtualDate().getTime()).toBe(instant);
  expect(VirtualDate()).toBe(new Date(instant).toString());
});

test('createVirtualDate leaves every other date alone', () => {
  expect(new VirtualDate('2001-02-03T04:05:06Z').toISOString()).toBe('2001-02-03T04:05:06.000Z');
  expect(new VirtualDate(2001, 1, 3).getTime()).toBe(new Date(2001, 1, 3).getTime());
  expect(VirtualDate.UTC(2001, 0)).toBe(Date.UTC(2001, 0));
  expect(VirtualDate.parse('2001-01-01T00:00:00Z')).toBe(Date.UTC(2001, 0));
});

test('createVirtualDate agrees with the real one about instanceof, in both directions', () => {
  expect(new VirtualDate()).toBeInstanceOf(Date);
  expect(new Date()).toBeInstanceOf(VirtualDate);
  class Later extends VirtualDate {}
  expect(new Later()).toBeInstanceOf(Later);
  expect(new Later().getTime()).toBe(instant);
});

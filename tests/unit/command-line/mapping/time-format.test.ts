import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readIsoTime, timeReader } from '#infra/command-line/mapping/time-format.ts';

const moments = fc.integer({ min: 0, max: Date.UTC(9999, 11, 31) });

const dayMs = 86_400_000;

/** Whether no moment within a day of it shows this on a clock of the zone, tried in steps of 15 minutes. */
function isLeftOut(zone: string, wallMs: number): boolean {
  for (let timeMs = wallMs - dayMs; timeMs <= wallMs + dayMs; timeMs += 15 * 60_000) {
    const shown = new Date(timeMs).toLocaleString('sv-SE', { timeZone: zone });
    if (Date.parse(`${shown.replace(' ', 'T')}Z`) === wallMs) return false;
  }
  return true;
}

function read(format: string, text: string, zone?: string): string | null {
  const timeMs = timeReader(format, zone)?.(text) ?? null;
  return timeMs === null ? null : new Date(timeMs).toISOString();
}

describe('timeReader', () => {
  test.each([
    ['yyyyMMdd', '19970101', '1997-01-01T00:00:00.000Z'],
    ['yyyyMMdd', ' 20000229 ', '2000-02-29T00:00:00.000Z'],
    ['yyyy-MM-dd HH:mm:ss', '2010-12-01 08:26:00', '2010-12-01T08:26:00.000Z'],
    ['dd/MM/yyyy HH:mm', '01/12/2010 08:26', '2010-12-01T08:26:00.000Z'],
    ['dd.MM.yyyy', '31.12.1999', '1999-12-31T00:00:00.000Z'],
    ['yyyy-MM-dd HH:mm:ss.SSS', '2010-12-01 08:26:00.250', '2010-12-01T08:26:00.250Z'],
    ['ISO 8601', '2010-12-01T08:26:00+02:00', '2010-12-01T06:26:00.000Z'],
    ['ISO 8601', '2010-12-01T08:26', '2010-12-01T08:26:00.000Z'],
    ['ISO 8601', '2010-12-01 08:26:00.1234567Z', '2010-12-01T08:26:00.123Z'],
    ['ISO 8601', '2010-12-01', '2010-12-01T00:00:00.000Z'],
  ])('timeReader of %j reads %j', (format, text, iso) => expect(read(format, text)).toBe(iso));

  test.each([
    ['yyyyMMdd', '19970229'],
    ['yyyyMMdd', '19971301'],
    ['yyyyMMdd', '19970100'],
    ['yyyyMMdd', '1997011'],
    ['yyyyMMdd', '199701011'],
    ['yyyyMMdd', '1997-01-01'],
    ['yyyyMMdd', ''],
    ['yyyyMMdd', '19691231'],
    ['yyyy-MM-dd HH:mm:ss', '2010-12-01 24:00:00'],
    ['yyyy-MM-dd HH:mm:ss', '2010-12-01 08:60:00'],
    ['yyyy-MM-dd HH:mm:ss', '2010-12-01'],
    ['dd.MM.yyyy', '31x12x1999'],
    ['ISO 8601', '2010-02-30'],
    ['ISO 8601', 'yesterday'],
    ['ISO 8601', '2010-12-01T08:26:00+25:00'],
  ])('timeReader of %j refuses %j', (format, text) => expect(read(format, text)).toBeNull());

  test.each(['yyyy-MM', 'dd/MM', 'yyyy-MM-dd dd', 'hello', ''])('timeReader refuses the pattern %j', (format) => {
    expect(timeReader(format)).toBeNull();
  });

  test.each([
    ['Europe/Berlin', 'dd.MM.yyyy HH:mm', '01.07.2024 00:10', '2024-06-30T22:10:00.000Z'],
    ['Europe/Berlin', 'dd.MM.yyyy HH:mm', '01.01.2024 00:10', '2023-12-31T23:10:00.000Z'],
    ['Asia/Kathmandu', 'ISO 8601', '2024-01-01T12:00', '2024-01-01T06:15:00.000Z'],
    ['America/New_York', 'ISO 8601', '2024-01-01 12:00:00.5', '2024-01-01T17:00:00.500Z'],
    // What a row says itself goes before.
    ['Europe/Berlin', 'ISO 8601', '2024-07-01T12:00Z', '2024-07-01T12:00:00.000Z'],
    ['Europe/Berlin', 'ISO 8601', '2024-07-01T12:00-05:00', '2024-07-01T17:00:00.000Z'],
    // A day stays that day.
    ['Europe/Berlin', 'ISO 8601', '2024-07-01', '2024-07-01T00:00:00.000Z'],
    ['America/New_York', 'yyyyMMdd', '20240701', '2024-07-01T00:00:00.000Z'],
    // The hour that is left out in spring, and the one that comes twice in autumn.
    ['Europe/Berlin', 'ISO 8601', '2024-03-31T02:30', '2024-03-31T01:30:00.000Z'],
    ['Europe/Berlin', 'ISO 8601', '2024-10-27T02:30', '2024-10-27T00:30:00.000Z'],
  ])('timeReader in %s of %j reads %j', (zone, format, text, iso) => expect(read(format, text, zone)).toBe(iso));

  test('timeReader refuses what was before 1970 by the clock of the zone', () => {
    expect(read('ISO 8601', '1970-01-01T00:30', 'Europe/Berlin')).toBeNull();
    expect(read('ISO 8601', '1970-01-01T01:00', 'Europe/Berlin')).toBe('1970-01-01T00:00:00.000Z');
  });

  test.each(['Europe/Atlantis', '', 'berlin'])('timeReader refuses the zone %j', (zone) => {
    expect(timeReader('ISO 8601', zone)).toBeNull();
  });

  test('timeReader gives a time at which a clock in the zone shows what was read, but for an hour that is left out', () => {
    const zones = fc.constantFrom('Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe', 'Asia/Tokyo');
    fc.assert(
      fc.property(zones, fc.integer({ min: dayMs, max: Date.UTC(2099, 11, 31) }), (zone, drawnMs) => {
        const wallMs = drawnMs - (drawnMs % 1000);
        const timeMs = timeReader(
          'yyyy-MM-dd HH:mm:ss',
          zone,
        )?.(new Date(wallMs).toISOString().slice(0, 19).replace('T', ' '));
        // An oracle of its own: how the platform writes that moment in the zone.
        const shown = new Date(timeMs ?? 0).toLocaleString('sv-SE', { timeZone: zone });
        const apartMs = Math.abs(Date.parse(`${shown.replace(' ', 'T')}Z`) - wallMs);
        expect([0, 30 * 60_000, 60 * 60_000]).toContain(apartMs);
        if (apartMs > 0) expect(isLeftOut(zone, wallMs)).toBe(true);
      }),
    );
  });

  test('timeReader finds every second of the calendar again', () => {
    fc.assert(
      fc.property(moments, (timeMs) => {
        const iso = new Date(timeMs).toISOString();
        expect(timeReader('yyyy-MM-dd HH:mm:ss')?.(iso.slice(0, 19).replace('T', ' '))).toBe(timeMs - (timeMs % 1000));
        expect(readIsoTime(iso)).toBe(timeMs);
      }),
    );
  });

  test('timeReader takes exactly the dates that exist', () => {
    const number = (most: number) => fc.integer({ min: 0, max: most });
    fc.assert(
      fc.property(fc.integer({ min: 1970, max: 2200 }), number(14), number(33), (year, month, day) => {
        const pad = (value: number) => String(value).padStart(2, '0');
        const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
        const lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        const exists = month >= 1 && month <= 12 && day >= 1 && day <= (lengths[month - 1] ?? 0);
        expect(timeReader('yyyyMMdd')?.(`${year}${pad(month)}${pad(day)}`) !== null).toBe(exists);
      }),
      { numRuns: 2_000 },
    );
  });
});

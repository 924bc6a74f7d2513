import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readIsoTime, timeReader } from '#infra/command-line/mapping/time-format.ts';

const moments = fc.integer({ min: 0, max: Date.UTC(9999, 11, 31) });

function read(format: string, text: string): string | null {
  const timeMs = timeReader(format)?.(text) ?? null;
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

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ByteReader, ByteWriter } from '#domain/profile/variable-length-bytes.ts';

function written(write: (writer: ByteWriter) => void): Uint8Array {
  const writer = new ByteWriter();
  write(writer);
  return writer.bytes();
}

function allWritten(numbers: readonly number[], as: 'signed' | 'unsigned'): Uint8Array {
  return written((writer) => {
    for (const number of numbers) writer[as](number);
  });
}

const unsignedNumbers = fc.oneof(
  fc.maxSafeNat(),
  fc.integer({ min: 0, max: 52 }).chain((bits) => fc.constantFrom(2 ** bits - 1, 2 ** bits, 2 ** bits + 1)),
);
const signedNumbers = fc.integer({ min: -(2 ** 52), max: 2 ** 52 - 1 });

describe('ByteWriter and ByteReader', () => {
  test('ByteReader reads back every whole number that ByteWriter wrote, up to 2^53 − 1', () => {
    fc.assert(
      fc.property(fc.array(unsignedNumbers, { maxLength: 100 }), (numbers) => {
        const reader = new ByteReader(allWritten(numbers, 'unsigned'));
        expect(numbers.map(() => reader.unsigned())).toEqual(numbers);
        reader.end();
      }),
    );
    const reader = new ByteReader(written((writer) => writer.unsigned(Number.MAX_SAFE_INTEGER)));
    expect(reader.unsigned()).toBe(Number.MAX_SAFE_INTEGER);
  });

  test('ByteReader reads back negative numbers, in one byte down to −64', () => {
    fc.assert(
      fc.property(fc.array(signedNumbers, { maxLength: 100 }), (numbers) => {
        const reader = new ByteReader(allWritten(numbers, 'signed'));
        expect(numbers.map(() => reader.signed())).toEqual(numbers);
      }),
    );
    expect(written((writer) => writer.signed(-64))).toHaveLength(1);
    expect(written((writer) => writer.signed(-65))).toHaveLength(2);
  });

  test('ByteWriter writes 300 as LEB128 does: 172, 2', () => {
    expect([...written((writer) => writer.unsigned(300))]).toEqual([172, 2]);
  });

  test.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])('ByteWriter refuses %d', (value) => {
    expect(() => new ByteWriter().unsigned(value)).toThrow(`got ${value}`);
  });

  test('ByteWriter refuses signed numbers beyond 52 bits', () => {
    expect(() => new ByteWriter().signed(2 ** 52)).toThrow('Cannot write');
    expect(() => new ByteWriter().signed(-(2 ** 52) - 1)).toThrow('Cannot write');
  });

  test('ByteReader refuses bytes that end inside a number, that go on too long, and that are left over', () => {
    expect(() => new ByteReader(new Uint8Array([128])).unsigned()).toThrow('the bytes end at 1');
    expect(() => new ByteReader(new Uint8Array(9).fill(255)).unsigned()).toThrow('it does not end before byte 8');
    expect(() => new ByteReader(new Uint8Array([1])).end()).toThrow('1 bytes are left over');
  });

  test('ByteReader refuses a number above 2^53 − 1, which it could not give exactly', () => {
    const bytes = new Uint8Array([255, 255, 255, 255, 255, 255, 255, 127]);
    expect(() => new ByteReader(bytes).unsigned()).toThrow('Cannot read a number');
  });

  test('ByteReader reads back texts, blocks, doubles and what is left, in the order in which they were written', () => {
    const parts = fc.record({
      text: fc.string({ unit: 'grapheme' }),
      block: fc.uint8Array({ maxLength: 400 }),
      double: fc.double(),
      rest: fc.uint8Array(),
    });
    fc.assert(
      fc.property(parts, ({ text, block, double, rest }) => {
        const bytes = written((writer) => {
          writer.text(text);
          writer.block(block);
          writer.double(double);
          writer.raw(rest);
        });
        const reader = new ByteReader(bytes);
        expect([reader.text(), reader.block(), reader.double()]).toEqual([text, block, double]);
        expect(reader.rest()).toEqual(rest);
        reader.end();
      }),
    );
  });

  test('ByteReader gives copies: whoever changes them changes nothing that is still to be read', () => {
    const bytes = written((writer) => writer.block(Uint8Array.of(1, 2)));
    const block = new ByteReader(bytes).block();
    block.fill(9);
    expect(new ByteReader(bytes).block()).toEqual(Uint8Array.of(1, 2));
  });

  test('ByteReader refuses a block, a text and a double that are longer than the bytes', () => {
    const bytes = Uint8Array.of(3, 1, 2);
    expect(() => new ByteReader(bytes).block()).toThrow('Cannot read 3 bytes: the bytes end at 3');
    expect(() => new ByteReader(bytes).text()).toThrow('Cannot read 3 bytes');
    expect(() => new ByteReader(bytes).double()).toThrow('Cannot read 8 bytes');
  });
});

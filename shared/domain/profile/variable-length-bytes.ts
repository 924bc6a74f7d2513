/** Writes integers in 7-bit groups, least significant first, the high bit set on all but the last byte (LEB128). */
export class ByteWriter {
  #buffer = new Uint8Array(1_024);
  #length = 0;

  #makeRoomFor(bytes: number): void {
    if (this.#length + bytes <= this.#buffer.length) return;
    const larger = new Uint8Array(Math.max(this.#buffer.length * 2, this.#length + bytes));
    larger.set(this.#buffer);
    this.#buffer = larger;
  }

  #push(byte: number): void {
    if (this.#length === this.#buffer.length) this.#makeRoomFor(1);
    this.#buffer[this.#length] = byte;
    this.#length += 1;
  }

  /** 0 … 2^53 − 1. Throws on anything else. */
  unsigned(value: number): void {
    // Most numbers are small, and most of the time of writing a profile goes here.
    if (value >= 0 && value < 128 && Number.isInteger(value)) {
      this.#push(value);
      return;
    }
    if (!Number.isSafeInteger(value) || value < 0) {
      throw new Error(`Cannot write a whole number of at least 0: got ${value}`);
    }
    let rest = value;
    while (rest >= 128) {
      this.#push((rest % 128) | 128);
      rest = Math.floor(rest / 128);
    }
    this.#push(rest);
  }

  /** −2^52 … 2^52 − 1, as zigzag, so that small negative numbers stay short. Throws on anything else. */
  signed(value: number): void {
    this.unsigned(value >= 0 ? value * 2 : value * -2 - 1);
  }

  /** Bytes as they are; whoever reads must know how many. */
  raw(bytes: Uint8Array): void {
    this.#makeRoomFor(bytes.length);
    this.#buffer.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** The number of bytes, then the bytes. */
  block(bytes: Uint8Array): void {
    this.unsigned(bytes.length);
    this.raw(bytes);
  }

  /** The number of UTF-8 bytes, then those. */
  text(value: string): void {
    this.block(Buffer.from(value));
  }

  /** A double, in 8 bytes, most significant first. */
  double(value: number): void {
    const eight = Buffer.alloc(8);
    eight.writeDoubleBE(value);
    this.raw(eight);
  }

  bytes(): Uint8Array {
    return this.#buffer.slice(0, this.#length);
  }
}

/** Reads what ByteWriter wrote. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  #position = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** 0 … 2^53 − 1. Throws if the bytes end too early or hold a greater number. */
  unsigned(): number {
    const first = this.#bytes[this.#position];
    if (first !== undefined && first < 128) {
      this.#position += 1;
      return first;
    }
    let value = 0;
    for (let factor = 1; factor <= Number.MAX_SAFE_INTEGER; factor *= 128) {
      const byte = this.#bytes[this.#position];
      if (byte === undefined) throw new Error(`Cannot read a number: the bytes end at ${this.#bytes.length}`);
      this.#position += 1;
      value += (byte & 127) * factor;
      if (byte >= 128) continue;
      if (Number.isSafeInteger(value)) return value;
      throw new Error(`Cannot read a number: ${value} is above 2^53 − 1`);
    }
    throw new Error(`Cannot read a number: it does not end before byte ${this.#position}`);
  }

  signed(): number {
    const value = this.unsigned();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  /** The next bytes, as a copy. Throws if there are fewer. */
  raw(length: number): Uint8Array {
    const end = this.#position + length;
    if (end > this.#bytes.length)
      throw new Error(`Cannot read ${length} bytes: the bytes end at ${this.#bytes.length}`);
    const found = new Uint8Array(this.#bytes.subarray(this.#position, end));
    this.#position = end;
    return found;
  }

  block(): Uint8Array {
    return this.raw(this.unsigned());
  }

  text(): string {
    return Buffer.from(this.block()).toString('utf8');
  }

  double(): number {
    return Buffer.from(this.raw(8)).readDoubleBE();
  }

  /** All bytes that are left, as a copy. */
  rest(): Uint8Array {
    return this.raw(this.#bytes.length - this.#position);
  }

  /** Throws if bytes are left. */
  end(): void {
    const left = this.#bytes.length - this.#position;
    if (left !== 0) throw new Error(`Cannot read to the end: ${left} bytes are left over`);
  }
}

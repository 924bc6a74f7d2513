/** Writes integers in 7-bit groups, least significant first, the high bit set on all but the last byte (LEB128). */
export class ByteWriter {
  #buffer = new Uint8Array(256);
  #length = 0;

  #push(byte: number): void {
    if (this.#length === this.#buffer.length) {
      const larger = new Uint8Array(this.#buffer.length * 2);
      larger.set(this.#buffer);
      this.#buffer = larger;
    }
    this.#buffer[this.#length] = byte;
    this.#length += 1;
  }

  /** 0 … 2^53 − 1. Throws on anything else. */
  unsigned(value: number): void {
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

  /** Throws if bytes are left. */
  end(): void {
    const left = this.#bytes.length - this.#position;
    if (left !== 0) throw new Error(`Cannot read to the end: ${left} bytes are left over`);
  }
}

import { eventIdHashBytes } from './event-ids.ts';

const emptyHigh = 0;
const emptyLow = 0;

/**
 * A set of 8-byte hashes at 16 bytes each or less: for customers with millions of remembered ids. Open addressing with
 * linear probing (Knuth, The Art of Computer Programming 3, section 6.4, algorithm L), at most half full.
 */
export class EventIdSet {
  #high = new Uint32Array(64);
  #low = new Uint32Array(64);
  #size = 0;
  /** The hash of zeros marks an empty slot, so it is kept apart. */
  #hasZero = false;

  get size(): number {
    return this.#size + (this.#hasZero ? 1 : 0);
  }

  #slotOf(high: number, low: number): number {
    const mask = this.#high.length - 1;
    let slot = low & mask;
    while (this.#high[slot] !== emptyHigh || this.#low[slot] !== emptyLow) {
      if (this.#high[slot] === high && this.#low[slot] === low) return slot;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #grow(): void {
    const [high, low] = [this.#high, this.#low];
    this.#high = new Uint32Array(high.length * 2);
    this.#low = new Uint32Array(low.length * 2);
    this.#size = 0;
    for (let slot = 0; slot < high.length; slot += 1) this.#add(high[slot] ?? 0, low[slot] ?? 0);
  }

  #add(high: number, low: number): void {
    if (high === emptyHigh && low === emptyLow) return;
    const slot = this.#slotOf(high, low);
    if (this.#high[slot] === high && this.#low[slot] === low) return;
    this.#high[slot] = high;
    this.#low[slot] = low;
    this.#size += 1;
    if (this.#size * 2 > this.#high.length) this.#grow();
  }

  /** Adds packed hashes, as pages hold them. */
  addPacked(bytes: Uint8Array): void {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let at = 0; at + eventIdHashBytes <= bytes.byteLength; at += eventIdHashBytes) {
      const [high, low] = [view.getUint32(at), view.getUint32(at + 4)];
      if (high === emptyHigh && low === emptyLow) this.#hasZero = true;
      else this.#add(high, low);
    }
  }

  /** Whether a hash, given as 16 hexadecimal digits, is in the set. */
  has(idHash: string): boolean {
    const high = Number.parseInt(idHash.slice(0, 8), 16);
    const low = Number.parseInt(idHash.slice(8), 16);
    if (high === emptyHigh && low === emptyLow) return this.#hasZero;
    const slot = this.#slotOf(high, low);
    return this.#high[slot] === high && this.#low[slot] === low;
  }
}

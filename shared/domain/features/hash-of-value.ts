import type { Json } from '#contracts/json.ts';

/** Rotates 32 bits to the left. */
function rotated(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}

function mixed(block: number): number {
  return Math.imul(rotated(Math.imul(block, 0xcc9e2d51), 15), 0x1b873593);
}

/** The bits of a hash spread over all others (the finalizer of MurmurHash3). */
function finished(hash: number): number {
  let value = hash ^ (hash >>> 16);
  value = Math.imul(value, 0x85ebca6b);
  value ^= value >>> 13;
  value = Math.imul(value, 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}

/** 32 bits of bytes: MurmurHash3_x86_32 with seed 0 (A. Appleby, smhasher, public domain). Not for secrets. */
export function hash32(bytes: Uint8Array): number {
  let hash = 0;
  const blocks = bytes.length - (bytes.length % 4);
  const byte = (index: number) => bytes[index] ?? 0;
  for (let index = 0; index < blocks; index += 4) {
    const block = byte(index) | (byte(index + 1) << 8) | (byte(index + 2) << 16) | (byte(index + 3) << 24);
    hash = (Math.imul(rotated(hash ^ mixed(block), 13), 5) + 0xe6546b64) | 0;
  }
  const rest = byte(blocks) | (byte(blocks + 1) << 8) | (byte(blocks + 2) << 16);
  return finished(hash ^ mixed(rest) ^ bytes.length);
}

/**
 * A value of a property as 32 bits, so that many fit into a profile; null where it is none that could be told from others. A
 * number and its text are the same value, because senders write ids in both ways.
 */
export function hashOfValue(value: Json | undefined): number | null {
  if (value === undefined || value === null || typeof value === 'object' || value === '') return null;
  return hash32(Buffer.from(String(value)));
}

/** What could be read of a list, in its order, and where reading stopped: null if it came to the end. */
export type ReadInOrder<To> = { readonly read: readonly To[]; readonly stoppedAt: string | null };

/**
 * Reads writes of the stream up to the first that cannot be read: what comes before it is worth doing, it and all behind it
 * have to come again, for none may be skipped. Throws its error when it is the very first, so that it is seen.
 */
export function readInOrder<From extends { readonly sequenceNumber: string }, To>(
  writes: readonly From[],
  readOne: (write: From) => To,
): ReadInOrder<To> {
  const read: To[] = [];
  for (const write of writes) {
    try {
      read.push(readOne(write));
    } catch (error) {
      if (read.length === 0) throw error;
      return { read, stoppedAt: write.sequenceNumber };
    }
  }
  return { read, stoppedAt: null };
}

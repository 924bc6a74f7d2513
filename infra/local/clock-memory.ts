/**
 * The few numbers that make up an embedded clock, in memory that worker threads share.
 *
 * Writers are rare (a change of speed, a jump) and readers are many, so it is a sequence lock: the version is odd while
 * the numbers change, and a reader that saw it odd or changed reads again.
 */
export type ClockSegment = {
  /** Where the monotonic clock stood when this segment began. */
  readonly beganMonotonicMs: number;
  /** What virtual time it was then. */
  readonly beganVirtualMs: number;
  /** Virtual milliseconds per real millisecond. */
  readonly speed: number;
  /** Never show a time later than the real present. */
  readonly stopsAtPresent: boolean;
};

const versionBytes = 8;
const numberCount = 4;

/** Makes the shared memory of one clock. */
export const createClockMemory = (segment: ClockSegment): SharedArrayBuffer => {
  const memory = new SharedArrayBuffer(versionBytes + numberCount * Float64Array.BYTES_PER_ELEMENT);
  writeSegment(memory, segment);
  return memory;
};

/** Replaces the segment. Only the thread that owns the clock may call it. */
export const writeSegment = (memory: SharedArrayBuffer, segment: ClockSegment): void => {
  const version = new Int32Array(memory, 0, 1);
  const numbers = new Float64Array(memory, versionBytes, numberCount);
  Atomics.add(version, 0, 1);
  numbers.set([segment.beganMonotonicMs, segment.beganVirtualMs, segment.speed, segment.stopsAtPresent ? 1 : 0]);
  Atomics.add(version, 0, 1);
};

/** Reads the segment, whole. Safe from any thread. */
export const readSegment = (memory: SharedArrayBuffer): ClockSegment => {
  const version = new Int32Array(memory, 0, 1);
  const numbers = new Float64Array(memory, versionBytes, numberCount);
  for (;;) {
    const before = Atomics.load(version, 0);
    const [beganMonotonicMs = 0, beganVirtualMs = 0, speed = 0, stopsAtPresent = 0] = numbers;
    if (before % 2 === 0 && Atomics.load(version, 0) === before) {
      return { beganMonotonicMs, beganVirtualMs, speed, stopsAtPresent: stopsAtPresent === 1 };
    }
  }
};

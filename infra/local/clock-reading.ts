import { type ClockSegment, readSegment } from './clock-memory.ts';

const realNow = Date.now;

/** The process-wide monotonic clock in milliseconds: the same in every thread, deaf to changes of the system's clock. */
export const monotonicMs = (): number => {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1000 + nanoseconds / 1e6;
};

/** The real present in epoch milliseconds, even where the global `Date` was replaced. */
export const presentMs = (): number => realNow();

/** The virtual time at a monotonic time, by the line that the segment draws. */
export const virtualMsAt = (segment: ClockSegment, atMonotonicMs: number, atPresentMs: number): number => {
  const elapsedMs = Math.max(0, atMonotonicMs - segment.beganMonotonicMs);
  const virtualMs = segment.beganVirtualMs + elapsedMs * segment.speed;
  const boundedMs = segment.stopsAtPresent ? Math.min(virtualMs, atPresentMs) : virtualMs;
  return Math.floor(boundedMs);
};

/** Reads virtual time, in epoch milliseconds, out of a clock's shared memory. */
export const readClockMs = (memory: SharedArrayBuffer): number =>
  virtualMsAt(readSegment(memory), monotonicMs(), presentMs());

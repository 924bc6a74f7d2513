import { createClockMemory, readSegment, writeSegment } from './clock-memory.ts';
import { monotonicMs, presentMs, readClockMs, virtualMsAt } from './clock-reading.ts';

export type EmbeddedClockOptions = {
  /** The virtual time at which the clock starts, in epoch milliseconds. */
  readonly startMs: number;
  /** Virtual milliseconds per real millisecond; 0 stands still and only `advanceTo` moves it. */
  readonly speed: number;
  /** Never pass the real present; once there, run beside it. */
  readonly stopsAtPresent: boolean;
};

/** The clock that the functions, the schedules and the expiry of items of an embedded AWS live by. */
export type EmbeddedClock = {
  /** Shared with worker threads, which read it through `readClockMs`. */
  readonly memory: SharedArrayBuffer;
  /** Virtual time in epoch milliseconds. */
  nowMs(): number;
  /** Virtual milliseconds per real millisecond, now. */
  speed(): number;
  /** The virtual time at a real time in the recent past, in epoch milliseconds; never later than now. */
  virtualMsOf(realMs: number): number;
  /** Changes the speed from now on. */
  setSpeed(speed: number): void;
  /** Jumps ahead. Throws when that lies behind the clock, or beyond the present of a clock that stops there. */
  advanceTo(virtualMs: number): void;
  /** Calls back after each jump and each change of speed; the answer ends it. */
  onAdvance(listener: () => void): () => void;
};

const assertSpeed = (speed: number): void => {
  if (!Number.isFinite(speed) || speed < 0) {
    throw new RangeError(`Cannot set the speed of the clock: ${speed} is not a number of at least 0`);
  }
};

/** Makes a clock. Throws a RangeError for a speed below 0, or a start that is not a time. */
export const createEmbeddedClock = (options: EmbeddedClockOptions): EmbeddedClock => {
  assertSpeed(options.speed);
  if (!Number.isFinite(options.startMs)) {
    throw new RangeError(`Cannot start the clock: ${options.startMs} is not a time in epoch milliseconds`);
  }
  const { speed, stopsAtPresent } = options;
  const beganVirtualMs = stopsAtPresent ? Math.min(options.startMs, presentMs()) : options.startMs;
  const memory = createClockMemory({ beganMonotonicMs: monotonicMs(), beganVirtualMs, speed, stopsAtPresent });
  const listeners = new Set<() => void>();

  const begin = (virtualMs: number, nextSpeed: number): void => {
    writeSegment(memory, {
      beganMonotonicMs: monotonicMs(),
      beganVirtualMs: virtualMs,
      speed: nextSpeed,
      stopsAtPresent,
    });
    for (const listener of listeners) listener();
  };

  return {
    memory,
    nowMs: () => readClockMs(memory),
    speed: () => readSegment(memory).speed,
    virtualMsOf: (realMs) => {
      const present = presentMs();
      return virtualMsAt(readSegment(memory), monotonicMs() - Math.max(0, present - realMs), present);
    },
    setSpeed: (nextSpeed) => {
      assertSpeed(nextSpeed);
      begin(readClockMs(memory), nextSpeed);
    },
    advanceTo: (virtualMs) => {
      const nowMs = readClockMs(memory);
      if (!(virtualMs >= nowMs)) {
        throw new RangeError(`Cannot move the clock back: it is ${iso(nowMs)}, asked for ${iso(virtualMs)}`);
      }
      if (stopsAtPresent && virtualMs > presentMs()) {
        throw new RangeError(`Cannot move the clock past the present: asked for ${iso(virtualMs)}`);
      }
      begin(virtualMs, readSegment(memory).speed);
    },
    onAdvance: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};

const iso = (ms: number): string => (Number.isFinite(ms) ? new Date(ms).toISOString() : String(ms));

import { SingleBar } from 'cli-progress';
import type { Terminal } from './terminal.ts';

/** What a piece of work counts. */
export type Counted = {
  /** What people are told a number and a rate of, such as rows. */
  readonly unit: string;
  /**
   * What tells how far it is, where that is something else (bytes of a file, whose rows nobody knows beforehand): then
   * `advance` goes by it, and `count` by the unit.
   */
  readonly share?: string;
};

/** Shows how far a long piece of work is, how fast it goes and how long it still takes. */
export interface Progress {
  /** Begins a piece of work of which `total` has to be done, in units or what its share is told by. */
  begin(what: string, counted: string | Counted, total: number): void;
  /** So much more of the total is done. */
  advance(by: number): void;
  /** So many more units are done; only where the total is in something else. */
  count(by: number): void;
  end(): void;
}

/** For `--json`: shows nothing. */
export const silentProgress: Progress = { begin() {}, advance() {}, count() {}, end() {} };

/** Milliseconds between two lines where there is no terminal to draw a bar on. */
const lineIntervalMs = 10_000;

/** Milliseconds between two drawings of a bar. */
const drawIntervalMs = 100;

type Work = {
  readonly what: string;
  readonly unit: string;
  readonly hasShare: boolean;
  readonly total: number;
  readonly startedMs: number;
  done: number;
  units: number;
  shownMs: number;
};

function begun(what: string, counted: string | Counted, total: number, nowMs: number): Work {
  const { unit, share } = typeof counted === 'string' ? { unit: counted, share: undefined } : counted;
  return { what, unit, hasShare: share !== undefined, total, startedMs: nowMs, done: 0, units: 0, shownMs: nowMs };
}

/** A number with its thousands parted, as people read it. */
const shown = (value: number) => value.toLocaleString('en');

function timeText(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** What is said of a piece of work: how much, how fast, and how long it still takes at the pace so far. */
export function progressText(work: Pick<Work, 'unit' | 'hasShare' | 'total' | 'done' | 'units'>, elapsedMs: number) {
  const { unit, hasShare, total, done } = work;
  const units = hasShare ? work.units : done;
  const rate = Math.round((units * 1000) / Math.max(1, elapsedMs));
  const left = done === 0 ? null : Math.ceil((elapsedMs * Math.max(0, total - done)) / done / 1000);
  const amount = hasShare ? `${shown(units)} ${unit}` : `${shown(units)} of ${shown(total)} ${unit}`;
  return { amount, rate: `${shown(rate)}/s`, left: left === null ? 'time left unknown' : `${timeText(left)} left` };
}

function barProgress(): Progress {
  let current: { readonly bar: SingleBar; readonly work: Work } | null = null;
  const draw = () => {
    if (current === null) return;
    const { bar, work } = current;
    const nowMs = performance.now();
    if (nowMs - work.shownMs < drawIntervalMs) return;
    work.shownMs = nowMs;
    bar.update(work.done, progressText(work, nowMs - work.startedMs));
  };
  return {
    begin(what, counted, total) {
      const bar = new SingleBar({
        format: `${what} [{bar}] {percentage} % | {amount} | {rate} | {left}`,
        barCompleteChar: '=',
        barIncompleteChar: '-',
        hideCursor: true,
        clearOnComplete: true,
        // Ctrl-C is ours: it has to leave a state from which the import goes on.
        gracefulExit: false,
      });
      const work = begun(what, counted, total, performance.now());
      bar.start(total, 0, progressText(work, 0));
      current = { bar, work };
    },
    advance(by) {
      if (current !== null) current.work.done += by;
      draw();
    },
    count(by) {
      if (current !== null) current.work.units += by;
      draw();
    },
    end() {
      current?.bar.stop();
      current = null;
    },
  };
}

function lineProgress(terminal: Terminal): Progress {
  let current: Work | null = null;
  const show = () => {
    if (current === null) return;
    const nowMs = performance.now();
    if (nowMs - current.shownMs < lineIntervalMs) return;
    current.shownMs = nowMs;
    const { amount, rate, left } = progressText(current, nowMs - current.startedMs);
    const percent = Math.floor((100 * current.done) / Math.max(1, current.total));
    terminal.note(`${current.what}: ${percent} %, ${amount}, ${rate}, ${left}`);
  };
  return {
    begin(what, counted, total) {
      current = begun(what, counted, total, performance.now());
    },
    advance(by) {
      if (current !== null) current.done += by;
      show();
    },
    count(by) {
      if (current !== null) current.units += by;
      show();
    },
    end() {
      current = null;
    },
  };
}

/** A bar on a terminal, a line every ten seconds elsewhere; both on stderr, so that stdout holds results alone. */
export function createProgress(terminal: Terminal): Progress {
  return terminal.isInteractive ? barProgress() : lineProgress(terminal);
}

import { SingleBar } from 'cli-progress';
import type { Terminal } from './terminal.ts';

/** Shows how far a long piece of work is. */
export interface Progress {
  begin(what: string, unit: string, total: number): void;
  advance(by: number): void;
  end(): void;
}

/** For `--json`: shows nothing. */
export const silentProgress: Progress = { begin() {}, advance() {}, end() {} };

/** Milliseconds between two lines where there is no terminal to draw a bar on. */
const lineIntervalMs = 5_000;

function perSecond(count: number, elapsedMs: number): number {
  return Math.round((count * 1000) / Math.max(1, elapsedMs));
}

function barProgress(): Progress {
  let current: { bar: SingleBar; startedMs: number; value: number } | null = null;
  return {
    begin(what, unit, total) {
      const bar = new SingleBar({
        format: `${what} [{bar}] {percentage} % | {value} of {total} ${unit} | {rate}/s | {eta_formatted} left`,
        barCompleteChar: '=',
        barIncompleteChar: '-',
        hideCursor: true,
        clearOnComplete: true,
        // Ctrl-C is ours: it has to leave a state from which the import goes on.
        gracefulExit: false,
      });
      bar.start(total, 0, { rate: 0 });
      current = { bar, startedMs: performance.now(), value: 0 };
    },
    advance(by) {
      if (current === null) return;
      current.value += by;
      current.bar.update(current.value, { rate: perSecond(current.value, performance.now() - current.startedMs) });
    },
    end() {
      current?.bar.stop();
      current = null;
    },
  };
}

function lineProgress(terminal: Terminal): Progress {
  let current = { what: '', unit: '', total: 0, value: 0, startedMs: 0, shownMs: 0 };
  return {
    begin(what, unit, total) {
      const nowMs = performance.now();
      current = { what, unit, total, value: 0, startedMs: nowMs, shownMs: nowMs };
    },
    advance(by) {
      current.value += by;
      const { what, unit, total, value, startedMs, shownMs } = current;
      const nowMs = performance.now();
      if (nowMs - shownMs < lineIntervalMs) return;
      current.shownMs = nowMs;
      const rate = perSecond(value, nowMs - startedMs);
      const secondsLeft = Math.ceil((total - value) / Math.max(1, rate));
      terminal.note(`${what}: ${value} of ${total} ${unit}, ${rate}/s, ${secondsLeft} s left`);
    },
    end() {},
  };
}

/** A bar on a terminal, a line every few seconds elsewhere; both on stderr, so that stdout holds results alone. */
export function createProgress(terminal: Terminal): Progress {
  return terminal.isInteractive ? barProgress() : lineProgress(terminal);
}

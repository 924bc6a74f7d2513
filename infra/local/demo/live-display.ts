import type { LiveCounts } from '../console-server/console-source.ts';

export type LiveLine = { readonly virtualMs: number; readonly phase: string; readonly counts: LiveCounts };

/** What is shown while it runs: notes that stay, and figures that change. */
export type LiveDisplay = {
  say(text: string): void;
  show(line: LiveLine): void;
};

export type Terminal = {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
};

/** Without a terminal, figures come as one line this often. */
const lineEveryMs = 5_000;

const number = (value: number): string => value.toLocaleString('en-US');

/** The virtual time to the minute, such as `2026-03-14 09:30 UTC`. */
export function virtualTime(virtualMs: number): string {
  return `${new Date(virtualMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** Figures as lines of text: at a glance, then the segments. */
export function displayLines({ virtualMs, phase, counts }: LiveLine): [string, string, string] {
  const transitions = Object.values(counts.transitions).reduce((sum, count) => sum + count, 0);
  const figures = [
    [counts.events, 'events'],
    [counts.customers, 'customers'],
    [transitions, 'transitions'],
    [counts.emails, 'e-mails'],
    [counts.openTasks, 'open tasks'],
    [counts.quarantined, 'quarantined'],
  ] as const;
  const segments = Object.entries(counts.segments).map(([name, members]) => `${name} ${number(members)}`);
  return [
    `${virtualTime(virtualMs)}  ${phase}`,
    figures.map(([count, what]) => `${number(count)} ${what}`).join(' · '),
    segments.length === 0 ? 'no segments yet' : segments.join(' · '),
  ];
}

/** Redraws the figures in place on a terminal; elsewhere writes a line now and then. */
export function createLiveDisplay(terminal: Terminal, nowMs: () => number): LiveDisplay {
  let drawnLines = 0;
  let lastLineMs = Number.NEGATIVE_INFINITY;

  const erase = (): string => (drawnLines === 0 ? '' : `\u001b[${drawnLines}A\u001b[0J`);

  const redraw = (lines: readonly string[]): void => {
    // A line that wraps would count as one and leave the other half behind.
    const width = (terminal.columns ?? 80) - 1;
    const cut = lines.map((line) => (line.length > width ? `${line.slice(0, width - 1)}…` : line));
    terminal.write(`${erase()}${cut.join('\n')}\n`);
    drawnLines = cut.length;
  };

  return {
    say: (text) => {
      terminal.write(`${erase()}${text}\n`);
      drawnLines = 0;
    },
    show: (line) => {
      const lines = displayLines(line);
      if (terminal.isTTY === true) {
        redraw(lines);
      } else if (nowMs() - lastLineMs >= lineEveryMs) {
        lastLineMs = nowMs();
        terminal.write(`${lines.join(' | ')}\n`);
      }
    },
  };
}

import { describe, expect, test } from 'vitest';
import { createLiveDisplay } from '#infra/local/demo/live-display.ts';

const counts = {
  events: 1234,
  quarantined: 1,
  customers: 10,
  transitions: { 'Segment Entered': 5, 'Segment Exited': 2 },
  segments: { active: 7, 'slipping-away': 3 },
  emails: 2,
  openTasks: 1,
};
const line = { virtualMs: Date.UTC(2026, 2, 14, 9, 30), phase: 'history, day 3 of 60', counts };

function fakeTerminal(isTTY: boolean, columns = 200) {
  const written: string[] = [];
  return { isTTY, columns, written, write: (text: string) => written.push(text) };
}

describe('createLiveDisplay', () => {
  test('createLiveDisplay redraws in place on a terminal, and keeps what was said', () => {
    const terminal = fakeTerminal(true);
    const display = createLiveDisplay(terminal, () => 0);
    display.show(line);
    display.show(line);
    display.say('a note');
    display.show(line);
    expect(terminal.written[0]).toBe(
      '2026-03-14 09:30 UTC  history, day 3 of 60\n' +
        '1,234 events · 10 customers · 7 transitions · 2 e-mails · 1 open tasks · 1 quarantined\n' +
        'active 7 · slipping-away 3\n',
    );
    const erase = '\u001b[3A\u001b[0J';
    expect(terminal.written[1]).toBe(`${erase}${terminal.written[0]}`);
    expect(terminal.written[2]).toBe(`${erase}a note\n`);
    expect(terminal.written[3]).toBe(terminal.written[0]);
  });

  test('createLiveDisplay cuts lines that would wrap', () => {
    const terminal = fakeTerminal(true, 30);
    createLiveDisplay(terminal, () => 0).show(line);
    for (const one of terminal.written.join('').split('\n')) expect(one.length).toBeLessThan(30);
  });

  test('createLiveDisplay writes a line every five seconds where there is no terminal', () => {
    const terminal = fakeTerminal(false);
    let nowMs = 0;
    const display = createLiveDisplay(terminal, () => nowMs);
    for (nowMs = 0; nowMs <= 12_000; nowMs += 500) display.show(line);
    expect(terminal.written).toHaveLength(3);
    expect(terminal.written[0]).toMatch(
      /^2026-03-14 09:30 UTC {2}history, day 3 of 60 \| 1,234 events .*slipping-away 3\n$/,
    );
    expect(terminal.written.join('')).not.toContain('\u001b');
  });
});

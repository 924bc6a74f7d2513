import { describe, expect, test } from 'vitest';
import { createSentLately } from '#functions/wake/sent-lately.ts';
import { dueProfile } from './due-index.ts';

const minuteMs = 60_000;
const ada = dueProfile('ada', 7);

describe('createSentLately', () => {
  test('createSentLately remembers what was sent, with its time and whose it is', () => {
    const sentLately = createSentLately();
    sentLately.age(0);
    sentLately.add([ada], 0);
    expect(sentLately.has({ ...ada })).toBe(true);
    for (const other of [
      dueProfile('ada', 8),
      dueProfile('bob', 7),
      dueProfile('ada', 7, 'club'),
      { ...ada, runId: 'a#1' },
    ]) {
      expect(sentLately.has(other)).toBe(false);
    }
  });

  test('createSentLately forgets it after some minutes, and not before', () => {
    const sentLately = createSentLately();
    sentLately.age(0);
    sentLately.add([ada], 0);
    for (const minute of [1, 2, 3, 4]) {
      sentLately.age(minute * minuteMs);
      expect(sentLately.has(ada)).toBe(true);
    }
    for (const minute of [5, 6]) sentLately.age(minute * minuteMs);
    expect(sentLately.has(ada)).toBe(false);
  });

  test('createSentLately forgets everything where no tick has come for long', () => {
    const sentLately = createSentLately();
    sentLately.age(0);
    sentLately.add([ada], 0);
    sentLately.age(60 * minuteMs);
    expect(sentLately.has(ada)).toBe(false);
  });
});

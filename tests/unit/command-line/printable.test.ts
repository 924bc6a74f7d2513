import { expect, test } from 'vitest';
import { printableJson, printableText } from '#infra/command-line/printable.ts';

test('printableText shows control characters instead of letting the terminal obey them', () => {
  expect(printableText('a\u001b[2Jb\u009b1Ac\u0007\rd')).toBe('a\ufffd[2Jb\ufffd1Ac\ufffd\ufffdd');
  expect(printableText('\u009b[31mred')).toBe('\ufffd[31mred');
});

test('printableText keeps lines, tabulators, colours and every letter', () => {
  const text = 'one\n\ttwo \u001b[31;1mred\u001b[0m — ä 😀';
  expect(printableText(text)).toBe(text);
});

test('printableJson keeps what the JSON means', () => {
  const value = { name: 'a\u009b1A\u007f\u001b[2J ä' };
  const json = printableJson(JSON.stringify(value));
  expect(json).not.toMatch(/\p{Cc}/u);
  expect(JSON.parse(json)).toEqual(value);
});

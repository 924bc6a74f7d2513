import { describe, expect, test } from 'vitest';
import { measurementNames, readArguments, usage } from '../../../bench/read-arguments.ts';

describe('readArguments', () => {
  test('readArguments measures everything unless told otherwise', () => {
    const size = { customers: 10_000, events: 200_000, megabytes: 50, histories: 1_000 };
    expect(readArguments([])).toEqual({ kind: 'measure', only: measurementNames, size, json: false });
    expect(readArguments(['--help'])).toEqual({ kind: 'help' });
  });

  test('readArguments takes names and sizes', () => {
    expect(
      readArguments([
        '--only',
        'cost',
        '--only',
        'purePath',
        '--customers',
        '7',
        '--events',
        '9',
        '--megabytes',
        '5',
        '--histories',
        '3',
        '--json',
      ]),
    ).toEqual({
      kind: 'measure',
      only: ['cost', 'purePath'],
      size: { customers: 7, events: 9, megabytes: 5, histories: 3 },
      json: true,
    });
  });

  test.each(['0', '-1', '1e3', 'many', ''])('readArguments refuses "%s" as a size', (text) => {
    const message = `Cannot measure: --events is "${text}"; pass a whole number from 1 on`;
    expect(() => readArguments([`--events=${text}`])).toThrow(message);
  });

  test('readArguments says which measurements there are, and what can be passed', () => {
    expect(() => readArguments(['--only', 'all'])).toThrow(
      `Cannot measure "all": --only takes ${measurementNames.join(', ')}`,
    );
    expect(() => readArguments(['--size', '3'])).toThrow(usage);
  });
});

import { describe, expect, test } from 'vitest';
import { traceFailure } from '#functions/trace-failure.ts';
import { callTraceHeader, parseTraceHeader } from '#functions/trace-header.ts';

const root = '1-5759e988-bd862e3fe1be46a994272793';
const parent = '53995c3f42cd8ad8';

describe('parseTraceHeader', () => {
  test('parseTraceHeader reads where an invocation stands, and what else the header says', () => {
    expect(parseTraceHeader(`Root=${root};Parent=${parent};Sampled=1;Lineage=1:a87bd80c:0`)).toEqual({
      root,
      parent,
      isSampled: true,
      rest: ['Lineage=1:a87bd80c:0'],
    });
    expect(parseTraceHeader(`Self=1-a; Root=${root} ;parent=${parent};Sampled=0`)).toEqual({
      root,
      parent,
      isSampled: false,
      rest: [],
    });
  });

  test.each([undefined, '', 'Root=1', `Root=${root}`, `Root=${root};Parent=x;Sampled=1`, `Parent=${parent};Sampled=1`])(
    'parseTraceHeader finds no trace in %s',
    (header) => {
      expect(parseTraceHeader(header)).toBeNull();
    },
  );

  test('parseTraceHeader passes over a rest that is too long to hand on', () => {
    expect(parseTraceHeader(`Root=${root};Parent=${parent};Sampled=1;A=${'x'.repeat(300)}`)?.rest).toEqual([]);
  });
});

describe('callTraceHeader', () => {
  test('callTraceHeader hands the trace on under the id of the call', () => {
    const header = { root, parent, isSampled: false, rest: ['Lineage=a'] };
    expect(callTraceHeader(header, '0123456789abcdef')).toBe(
      `Root=${root};Parent=0123456789abcdef;Sampled=0;Lineage=a`,
    );
  });
});

describe('traceFailure', () => {
  test('traceFailure tells the error and where it came from', () => {
    const error = new TypeError('bad');
    error.stack = 'TypeError: bad\n    at work (/var/task/index.mjs:12:34)\n    at async /var/task/index.mjs:5:6';
    expect(traceFailure(error, true).exceptions).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f]{16}$/),
        message: 'bad',
        type: 'TypeError',
        remote: true,
        stack: [
          { path: '/var/task/index.mjs', line: 12, label: 'work' },
          { path: '/var/task/index.mjs', line: 5, label: 'async' },
        ],
      },
    ]);
  });

  test('traceFailure takes whatever was thrown, and no more of it than a trace should hold', () => {
    expect(traceFailure('x'.repeat(5_000), false).exceptions[0]?.message).toHaveLength(1_000);
    expect(traceFailure(undefined, false).exceptions[0]).toMatchObject({ message: 'undefined', remote: false });
  });
});

import { randomBytes } from 'node:crypto';

const longestStack = 50;
const longestMessage = 1_000;

/** `at work (file.mjs:12:3)` → its parts. Source: AWS X-Ray developer guide, "Segment documents", `stack`. */
function stackLine(line: string) {
  const [place = '', ...label] = line.trim().replace(/^at /, '').replaceAll(/[()]/g, '').split(' ').toReversed();
  const [, path = place, row = '0'] = /^(.*?):(\d+)(?::\d+)?$/.exec(place) ?? [];
  return { path, line: Number(row), label: label.toReversed().join(' ') || 'anonymous' };
}

/** What went wrong, as a trace tells it. `isRemote`: it came from the service that was called. */
export function traceFailure(thrown: unknown, isRemote: boolean) {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const stack = (error.stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at '));
  const exception = {
    id: randomBytes(8).toString('hex'),
    message: error.message.slice(0, longestMessage),
    type: error.name,
    remote: isRemote,
    stack: stack.slice(0, longestStack).map(stackLine),
  };
  return { working_directory: process.cwd(), exceptions: [exception] };
}

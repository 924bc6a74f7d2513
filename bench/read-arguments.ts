import { parseArgs } from 'node:util';

/** What can be measured, by the names that `--only` takes. */
export const measurementNames = [
  'purePath',
  'judging',
  'ingestPath',
  'planSpeed',
  'sentiment',
  'wakeTick',
  'survey',
  'import',
  'bundleKilobytes',
  'localStack',
  'cost',
  'pointInTime',
] as const;
export type MeasurementName = (typeof measurementNames)[number];

export const usage = `npm run -s bench -- [--only NAME]… [--customers N] [--events N] [--histories N] [--json]
  --only NAME     measures ${measurementNames.join(', ')}; may be given again (default: all)
  --customers N   customers of the cost measurement (default 10000)
  --events N      events of each of its workloads (default 200000)
  --megabytes N   size of the files of the import (default 50)
  --histories N   random histories that are compared point by point (default 1000)
  --json          prints one JSON object instead of text
  --help          this text`;

/** What is to be measured. */
export type BenchArguments =
  | { readonly kind: 'help' }
  | {
      readonly kind: 'measure';
      readonly only: readonly MeasurementName[];
      readonly size: {
        readonly customers: number;
        readonly events: number;
        readonly megabytes: number;
        readonly histories: number;
      };
      readonly json: boolean;
    };

function parse(words: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...words],
      options: {
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
        only: { type: 'string', multiple: true },
        customers: { type: 'string', default: '10000' },
        events: { type: 'string', default: '200000' },
        megabytes: { type: 'string', default: '50' },
        histories: { type: 'string', default: '1000' },
      },
    });
    return values;
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new Error(`Cannot read the arguments: ${problem}\n\n${usage}`, { cause: error });
  }
}

function wholeNumber(option: string, text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new Error(`Cannot measure: --${option} is "${text}"; pass a whole number from 1 on`);
}

function measurementName(text: string): MeasurementName {
  const found = measurementNames.find((name) => name === text);
  if (found === undefined) throw new Error(`Cannot measure "${text}": --only takes ${measurementNames.join(', ')}`);
  return found;
}

/** Reads the arguments of the benchmarks. Throws, with the value, on what is not known. */
export function readArguments(words: readonly string[]): BenchArguments {
  const { json, help, only, customers, events, megabytes, histories } = parse(words);
  if (help) return { kind: 'help' };
  return {
    kind: 'measure',
    only: only === undefined ? measurementNames : only.map(measurementName),
    size: {
      customers: wholeNumber('customers', customers),
      events: wholeNumber('events', events),
      megabytes: wholeNumber('megabytes', megabytes),
      histories: wholeNumber('histories', histories),
    },
    json,
  };
}

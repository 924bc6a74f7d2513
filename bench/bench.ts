import { parseArgs } from 'node:util';
import { bundleSizes } from './bundle-sizes.ts';
import { measureCost } from './cost/measure-cost.ts';
import { renderCost } from './cost/render-cost.ts';
import { measureLocalStack } from './local-stack.ts';
import { machine } from './machine.ts';
import { measurePurePath } from './pure-path.ts';

/** Figures, and how they are told to people. */
type Measured = { readonly figures: unknown; readonly lines: readonly string[] };

const say = (line: string) => process.stderr.write(`${line}\n`);
const whole = (value: number) => Math.round(value).toLocaleString('en');

async function purePath(): Promise<Measured> {
  say('Measuring the pure path…');
  const figures = [1, 4, 20].map(measurePurePath);
  const line = (one: (typeof figures)[number]) =>
    `  ${String(one.eventsPerWrite).padStart(2)} events a write: ${whole(one.pathEventsPerSecond)} events/s, ` +
    `${Math.round(one.shareOfParse * 100)} % of JSON.parse (${whole(one.parseEventsPerSecond)} events/s)`;
  const title =
    'Pure path on one core (parse, validate, group, fold, score, 7 segments, encode), beside bare JSON.parse:';
  return { figures, lines: [title, ...figures.map(line)] };
}

async function bundleKilobytes(): Promise<Measured> {
  say('Measuring the bundles…');
  const figures = await bundleSizes();
  const lines = Object.entries(figures).map(([name, size]) => `  ${name.padEnd(10)} ${size}`);
  return { figures, lines: ['Bundles (KB):', ...lines] };
}

async function localStack(): Promise<Measured> {
  say('Measuring the whole local stack…');
  const figures = await measureLocalStack({ customers: 2_000, events: 20_000, eventsPerBatch: 100 });
  const { acceptMilliseconds } = figures;
  const lines = [
    `Whole local stack, ${figures.eventsPerBatch} events a request, ${whole(figures.customers)} customers:`,
    `  until everything has settled: ${whole(figures.settledPerSecond)} events/s (${figures.transitions} transitions)`,
    `  until HTTP has accepted:      ${whole(figures.acceptedPerSecond)} events/s; a bare server: ${whole(figures.bareServerPerSecond)}`,
    `  a request: p50 ${acceptMilliseconds.p50.toFixed(1)} ms, p99 ${acceptMilliseconds.p99.toFixed(1)} ms`,
    `  synth ${figures.synthSeconds.toFixed(1)} s, up ${figures.upSeconds.toFixed(1)} s, memory ${figures.residentMegabytes} MB`,
  ];
  return { figures, lines };
}

const measurements = new Map<string, (size: { customers: number; events: number }) => Promise<Measured>>([
  ['purePath', purePath],
  ['bundleKilobytes', bundleKilobytes],
  ['localStack', localStack],
  [
    'cost',
    async (size) => {
      const figures = await measureCost({ ...size, say });
      return { figures, lines: renderCost(figures) };
    },
  ],
]);

/** A whole number from the command line. Throws, naming the option, on anything else. */
function count(option: string, value: string): number {
  if (!/^[1-9]\d{0,8}$/.test(value)) throw new Error(`Cannot measure: --${option} is ${value}; pass a whole number`);
  return Number(value);
}

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: [...measurements.keys()] },
    customers: { type: 'string', default: '10000' },
    events: { type: 'string', default: '200000' },
  },
});
const size = { customers: count('customers', values.customers), events: count('events', values.events) };
const measured: Record<string, Measured> = {};
for (const name of values.only) {
  const measure = measurements.get(name);
  const known = [...measurements.keys()].join(', ');
  if (measure === undefined) throw new Error(`Cannot measure ${name}: --only takes ${known}`);
  measured[name] = await measure(size);
}

const where = machine();
if (values.json) {
  const figures = Object.fromEntries(Object.entries(measured).map(([name, one]) => [name, one.figures]));
  process.stdout.write(`${JSON.stringify({ machine: where, ...figures }, null, 2)}\n`);
} else {
  const title = `On ${where.cores} cores (${where.processor}), node ${where.node}`;
  const lines = [title, ...Object.values(measured).flatMap((one) => one.lines)];
  process.stdout.write(`${lines.join('\n')}\n`);
}

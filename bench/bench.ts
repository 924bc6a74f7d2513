import { messageOf } from '#infra/command-line/command-error.ts';
import { processTerminal } from '#infra/command-line/terminal.ts';
import { bundleSizes } from './bundle-sizes.ts';
import { measureCost } from './cost/measure-cost.ts';
import { renderCost } from './cost/render-cost.ts';
import { measureLocalStack } from './local-stack.ts';
import { machine } from './machine.ts';
import { measurePurePath } from './pure-path.ts';
import { type MeasurementName, readArguments, usage } from './read-arguments.ts';

/** Figures, and how they are told to people. */
type Measured = { readonly figures: unknown; readonly lines: readonly string[] };

const terminal = processTerminal();
const say = (line: string) => terminal.note(line);
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

const measurements: Record<MeasurementName, (size: { customers: number; events: number }) => Promise<Measured>> = {
  purePath,
  bundleKilobytes,
  localStack,
  cost: async (size) => {
    const figures = await measureCost({ ...size, say });
    return { figures, lines: renderCost(figures) };
  },
};

async function main(): Promise<void> {
  const asked = readArguments(process.argv.slice(2));
  if (asked.kind === 'help') return terminal.result(usage);
  const measured: Partial<Record<MeasurementName, Measured>> = {};
  for (const name of asked.only) measured[name] = await measurements[name](asked.size);
  const where = machine();
  if (asked.json) {
    const figures = Object.fromEntries(Object.entries(measured).map(([name, one]) => [name, one.figures]));
    return terminal.result(JSON.stringify({ machine: where, ...figures }, null, 2));
  }
  terminal.result(`On ${where.cores} cores (${where.processor}), node ${where.node}`);
  for (const one of Object.values(measured)) for (const line of one.lines) terminal.result(line);
}

try {
  await main();
} catch (error) {
  terminal.note(messageOf(error));
  process.exitCode = 1;
}

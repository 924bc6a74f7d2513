import { parseArgs } from 'node:util';
import { bundleSizes } from './bundle-sizes.ts';
import { measureLocalStack } from './local-stack.ts';
import { machine } from './machine.ts';
import { measurePurePath } from './pure-path.ts';

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
const say = (line: string) => process.stderr.write(`${line}\n`);
const whole = (value: number) => Math.round(value).toLocaleString('en');

say('Measuring the pure path…');
const purePath = [1, 4, 20].map(measurePurePath);
say('Measuring the bundles…');
const bundleKilobytes = await bundleSizes();
say('Measuring the whole local stack…');
const localStack = await measureLocalStack({ customers: 2_000, events: 20_000, eventsPerBatch: 100 });
const figures = { machine: machine(), purePath, bundleKilobytes, localStack };

if (values.json) {
  process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`);
} else {
  const lines = [
    `On ${figures.machine.cores} cores (${figures.machine.processor}), node ${figures.machine.node}`,
    'Pure path on one core (parse, validate, group, fold, score, 7 segments, encode), beside bare JSON.parse:',
    ...purePath.map(
      (one) =>
        `  ${String(one.eventsPerWrite).padStart(2)} events a write: ${whole(one.pathEventsPerSecond)} events/s, ` +
        `${Math.round(one.shareOfParse * 100)} % of JSON.parse (${whole(one.parseEventsPerSecond)} events/s)`,
    ),
    `Whole local stack, ${localStack.eventsPerBatch} events a request, ${whole(localStack.customers)} customers:`,
    `  until everything has settled: ${whole(localStack.settledPerSecond)} events/s (${localStack.transitions} transitions)`,
    `  until HTTP has accepted:      ${whole(localStack.acceptedPerSecond)} events/s; a bare server: ${whole(localStack.bareServerPerSecond)}`,
    `  a request: p50 ${localStack.acceptMilliseconds.p50.toFixed(1)} ms, p99 ${localStack.acceptMilliseconds.p99.toFixed(1)} ms`,
    `  synth ${localStack.synthSeconds.toFixed(1)} s, up ${localStack.upSeconds.toFixed(1)} s, memory ${localStack.residentMegabytes} MB`,
    'Bundles (KB):',
    ...Object.entries(bundleKilobytes).map(([name, size]) => `  ${name.padEnd(10)} ${size}`),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

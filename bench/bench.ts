import { messageOf } from '#infra/command-line/command-error.ts';
import { processTerminal } from '#infra/command-line/terminal.ts';
import { retention } from '#retention/retention.ts';
import { bundleSizes } from './bundle-sizes.ts';
import { measureCost } from './cost/measure-cost.ts';
import { renderCost } from './cost/render-cost.ts';
import { measureImport } from './import-path/measure-import.ts';
import { renderImport } from './import-path/render-import.ts';
import { measureIngestPath } from './ingest-path.ts';
import { measureJudgingPath } from './judging-path.ts';
import { measureLocalStack } from './local-stack/measure-local-stack.ts';
import { renderLocalStack } from './local-stack/render-local-stack.ts';
import { machine } from './machine.ts';
import { measurePlanSpeed } from './plan-speed.ts';
import { measurePointInTime, renderPointInTime } from './point-in-time/measure-point-in-time.ts';
import { measurePurePath, type PurePathFigures } from './pure-path.ts';
import { type MeasurementName, readArguments, usage } from './read-arguments.ts';
import { measureSentiment } from './sentiment.ts';
import { measureSurvey } from './survey.ts';
import { measureWakeTick } from './wake-tick.ts';

/** Figures, and how they are told to people. */
type Measured = { readonly figures: unknown; readonly lines: readonly string[] };

const terminal = processTerminal();
const say = (line: string) => terminal.note(line);
const whole = (value: number) => Math.round(value).toLocaleString('en');

async function purePath(): Promise<Measured> {
  say('Measuring the pure path…');
  const figures: PurePathFigures[] = [];
  for (const eventsPerWrite of [1, 4, 20]) figures.push(await measurePurePath(eventsPerWrite));
  const line = (one: PurePathFigures) =>
    `  ${String(one.eventsPerWrite).padStart(2)} events a write: ${whole(one.pathEventsPerSecond)} events/s, ` +
    `${Math.round(one.shareOfParse * 100)} % of JSON.parse (${whole(one.parseEventsPerSecond)} events/s)`;
  const title =
    `Pure path on one core (parse, validate, group, fold, score, ${retention.segmentsOf.customer.length} segments, encode), ` +
    'beside bare JSON.parse:';
  return { figures, lines: [title, ...figures.map(line)] };
}

async function judging(): Promise<Measured> {
  say('Measuring folding and judging…');
  const figures = [measureJudgingPath(40, 1), measureJudgingPath(200, 1), measureJudgingPath(40, 5)];
  const line = (one: (typeof figures)[number]) =>
    `  ${String(one.eventsPerCustomer).padStart(3)} events a customer in 28 days, ${one.eventsPerJudgement} a judgement: ` +
    `${whole(one.eventsPerSecond)} events/s ` +
    `(folding alone ${whole(one.foldEventsPerSecond)}; JSON.parse ${whole(one.parseEventsPerSecond)}), ` +
    `${one.changesPerEvent.toFixed(2)} changes an event`;
  const title = `Fold and evaluate on one core, ${figures[0]?.segments} segments over ${figures[0]?.features} features:`;
  return { figures, lines: [title, ...figures.map(line)] };
}

async function ingestPath(): Promise<Measured> {
  say('Measuring the path of ingestion…');
  const figures = [1, 20, 100].map(measureIngestPath);
  const percent = (share: number) => `${Math.round(share * 100)} %`;
  const line = (one: (typeof figures)[number]) =>
    `  ${String(one.eventsPerRequest).padStart(3)} events a request: ${whole(one.pathEventsPerSecond)} events/s, ` +
    `${percent(one.shareOfParse)} of JSON.parse (${whole(one.parseEventsPerSecond)} events/s); ` +
    `written for the queue too: ${whole(one.writtenEventsPerSecond)} events/s, ${percent(one.writtenShareOfParse)}`;
  const title = 'Ingestion on one core (parse, decode, validate, pack), beside bare JSON.parse:';
  return { figures, lines: [title, ...figures.map(line)] };
}

async function planSpeed(): Promise<Measured> {
  say('Measuring the tracking plan…');
  const figures = measurePlanSpeed();
  const lines = [
    'Tracking plan on one core:',
    `  conform ${whole(figures.conformPerSecond)} events/s; with interpret ${whole(figures.conformAndInterpretPerSecond)}`,
    `  the same schemas compiled by ajv ${whole(figures.ajvPerSecond)} events/s; JSON.parse ${whole(figures.parsePerSecond)}`,
  ];
  return { figures, lines };
}

async function sentiment(): Promise<Measured> {
  say('Measuring sentiment…');
  const figures = measureSentiment();
  const line = (one: (typeof figures)[number]) =>
    `  ${one.set.padEnd(14)} ${whole(one.texts).padStart(6)} texts: r ${one.correlation.toFixed(4)}, ${whole(one.textsPerSecond)} texts/s`;
  return { figures, lines: ['Sentiment on one core, against what people said:', ...figures.map(line)] };
}

async function wakeTick(): Promise<Measured> {
  say('Measuring a tick that wakes a million customers…');
  const figures = await measureWakeTick(1_000_000);
  const line =
    `  ${whole(figures.due)} due: ${whole(figures.woken)} woken in ${figures.processorSeconds} s of a core and ` +
    `${figures.megabytes} MB, by ${whole(figures.queries)} queries, ${whole(figures.messages)} messages in ` +
    `${whole(figures.sendRequests)} requests; the next tick woke ${whole(figures.wokenAgain)}`;
  return { figures, lines: ['A tick on one core, without the calls to AWS:', line] };
}

async function survey(): Promise<Measured> {
  say('Measuring a survey of 200,000 profiles…');
  const figures = await measureSurvey(200_000);
  const line =
    `  ${whole(figures.profiles)} profiles, ${figures.segments} segments, ${figures.features} features: ` +
    `${whole(figures.profilesPerSecond)} profiles/s, ${figures.megabytes} MB; the end took ${figures.finishingSeconds} s`;
  return { figures, lines: ['A survey on one core, without the calls to AWS:', line] };
}

async function bundleKilobytes(): Promise<Measured> {
  say('Measuring the bundles…');
  const figures = await bundleSizes();
  const lines = Object.entries(figures).map(([name, size]) => `  ${name.padEnd(16)} ${size}`);
  return { figures, lines: ['Bundles (KB):', ...lines] };
}

async function localStack(): Promise<Measured> {
  const figures = await measureLocalStack(say);
  return { figures, lines: renderLocalStack(figures) };
}

type Size = {
  readonly customers: number;
  readonly events: number;
  readonly megabytes: number;
  readonly histories: number;
};

/** Events of each random history. */
const eventsPerHistory = 500;

const measurements: Record<MeasurementName, (size: Size) => Promise<Measured>> = {
  purePath,
  judging,
  ingestPath,
  planSpeed,
  sentiment,
  wakeTick,
  survey,
  import: async ({ megabytes }) => {
    say(`Measuring an import of ${megabytes} MB…`);
    const figures = await measureImport(megabytes);
    return { figures, lines: renderImport(figures) };
  },
  bundleKilobytes,
  localStack,
  cost: async ({ customers, events }) => {
    const figures = await measureCost({ customers, events, say });
    return { figures, lines: renderCost(figures) };
  },
  pointInTime: async ({ histories }) => {
    say(`Comparing ${whole(histories)} histories point by point…`);
    const figures = await measurePointInTime(histories, eventsPerHistory);
    return { figures, lines: renderPointInTime(figures) };
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

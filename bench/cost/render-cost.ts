import { dollarsPerStoredGigabyteMonth, pricesAsOf } from '../prices/us-east-1.ts';
import type { Bill, Units } from './bill.ts';
import { requestMs } from './counted-deployment.ts';
import type { CostFigures, WorkloadCost } from './measure-cost.ts';
import { eventsPerRequest } from './traffic.ts';

const whole = (value: number): string => Math.round(value).toLocaleString('en');
const money = (dollars: number): string => dollars.toFixed(3);

/** The first column to the left, all others to the right. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) => {
    const cells = row.map((cell, column) => {
      const width = widths[column] ?? 0;
      return column === 0 ? cell.padEnd(width) : cell.padStart(width);
    });
    return `  ${cells.join('  ')}`;
  });
}

function unitsRow(name: string, units: Units, ledgerWrites: string): string[] {
  return [
    name,
    whole(units['HTTP requests']),
    whole(units['write units']),
    ledgerWrites,
    whole(units['read units']),
    whole(units['SQS requests']),
    whole(units['Lambda requests']),
    whole(units['Lambda GB-seconds']),
    whole(units['EventBridge entries']),
    whole(units['S3 puts']),
  ];
}

function unitsTable({ workloads, naive }: CostFigures): string[] {
  const ledgerOf = ({ parts }: WorkloadCost['perMillion']) =>
    (parts['transitions in the ledger'] ?? 0) +
    (parts['flows between segments'] ?? 0) +
    (parts['rest of the ledger'] ?? 0);
  return table([
    ['a million events', 'HTTP', 'writes', 'of ledger', 'reads', 'SQS', 'Lambda', 'GB-s', 'bus', 'S3'],
    ...workloads.map((one) => unitsRow(one.name, one.perMillion.units, whole(ledgerOf(one.perMillion)))),
    unitsRow('naive (computed)', naive.units, ''),
  ]);
}

function goalText(dollars: number, goal: number | null): string {
  if (goal === null) return '';
  return `${dollars <= goal ? 'within' : 'MISSES'} ${goal.toFixed(2)}`;
}

function dollarsRow(name: string, { lines, dollars }: Bill, goal: number | null): string[] {
  return [
    name,
    money(lines['HTTP requests']),
    money(lines['write units']),
    money(lines['read units']),
    money(lines['SQS requests']),
    money(lines['Lambda requests'] + lines['Lambda GB-seconds']),
    money(lines['EventBridge entries']),
    money(lines['S3 puts']),
    money(dollars),
    goalText(dollars, goal),
  ];
}

function dollarsTable({ workloads, naive }: CostFigures): string[] {
  return table([
    ['dollars a million', 'HTTP', 'writes', 'reads', 'SQS', 'Lambda', 'bus', 'S3', 'in all', 'goal'],
    ...workloads.map((one) => dollarsRow(one.name, one.perMillion.bill, one.dollarGoal)),
    dollarsRow('naive (computed)', naive.bill, null),
  ]);
}

function writesTable({ workloads }: CostFigures): string[] {
  return table([
    ['', 'events', 'events/s', 'window s', 'events/batch', 'k', 'writes/event', '1.05/k + 0.02', '', 'absence/event'],
    ...workloads.map((one) => [
      one.name,
      whole(one.events),
      one.eventsPerSecond < 1 ? one.eventsPerSecond.toFixed(2) : whole(one.eventsPerSecond),
      String(one.windowSeconds),
      whole(one.eventsPerBatch),
      one.eventsPerWrite.toFixed(2),
      one.writeUnitsPerEvent.toFixed(4),
      one.writeUnitsBound.toFixed(4),
      one.writeUnitsPerEvent <= one.writeUnitsBound ? 'within' : 'MISSES',
      one.absenceUnitsPerEvent.toFixed(4),
    ]),
  ]);
}

/** Where write and read units go, and what went on. */
function partsTable({ workloads }: CostFigures): string[] {
  const columns: readonly (readonly [string, (one: WorkloadCost) => number | undefined])[] = [
    ['profiles', ({ perMillion }) => perMillion.parts['profiles, first KB']],
    ['> 1 KB', ({ perMillion }) => perMillion.parts['profiles, beyond 1 KB']],
    ['wake index', ({ perMillion }) => perMillion.parts['wake index']],
    ['pages', ({ perMillion }) => perMillion.parts['pages of event ids']],
    ['runs', ({ perMillion }) => perMillion.parts['runs of playbooks']],
    ['profile reads', ({ perMillion }) => perMillion.parts['profiles read']],
    ['page reads', ({ perMillion }) => perMillion.parts['pages read']],
    ['other reads', ({ perMillion }) => perMillion.parts['other reads']],
    ['transitions', ({ perMillion }) => perMillion.noted['transitions']],
    ['wake-ups', ({ perMillion }) => perMillion.noted['wake-ups']],
  ];
  return table([
    ['units of', ...columns.map(([name]) => name)],
    ...workloads.map((one) => [one.name, ...columns.map(([, value]) => whole(value(one) ?? 0))]),
  ]);
}

function functionLine(one: WorkloadCost): string {
  const each = Object.entries(one.functions).map(
    ([name, { processorMs, waitingMs }]) => `${name} ${processorMs.toFixed(2)} + ${waitingMs.toFixed(1)} ms`,
  );
  return `  ${one.name}: ${each.join(', ')}`;
}

/** What the archive of the first workload takes: the events of a benchmark resemble each other more than real ones. */
function archiveLine([first]: readonly WorkloadCost[]): string {
  const megabytes = (first?.perMillion.noted['archived bytes'] ?? 0) / 1_000_000;
  const dollars = (megabytes / 1_000) * dollarsPerStoredGigabyteMonth;
  return `Their archive takes ${whole(megabytes)} MB, ${dollars.toFixed(4)} dollars a month; real events vary more and take several times as much.`;
}

/** The figures as text: what a million events cost, what they consume, and where it goes. */
export function renderCost(figures: CostFigures): string[] {
  const { itemBytes, standingPerMonth, workloads } = figures;
  const slowest = workloads.reduce((most, one) => Math.max(most, one.measuredSeconds), 0);
  return [
    `Cost of a million events of about 0.8 KB, ${eventsPerRequest} to a request, at the list prices of us-east-1 (${pricesAsOf}):`,
    ...dollarsTable(figures),
    `Counted on the production handlers over metered adapters in virtual time, one poller a queue (longest run ${slowest.toFixed(0)} s):`,
    ...unitsTable(figures),
    ...writesTable(figures),
    ...partsTable(figures),
    'An invocation: processor time on this machine, the AWS SDK with ' +
      `${figures.sdkRequestMs.toFixed(2)} ms a request in it, and waits of ${requestMs.dynamo} ms for DynamoDB, ` +
      `${requestMs.queue} ms for SQS, ${requestMs.bus} ms for EventBridge, ${requestMs.archive} ms for S3:`,
    ...workloads.map(functionLine),
    `Known customers begin with items of ${itemBytes.p50} bytes (p50), ${itemBytes.p99} (p99), ${itemBytes.largest} at most.`,
    `A month in which nothing happens costs ${money(standingPerMonth.dollars)} dollars (computed): ticks, and Lambda asking empty queues.`,
    archiveLine(workloads),
    'Not counted: storage, e-mails, CloudWatch, X-Ray, traffic out of the region, the free tier.',
  ];
}

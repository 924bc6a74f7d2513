import { alignedRows } from '#infra/command-line/text-table.ts';
import type { Hunt } from './hunt-mutants.ts';
import type { Tally } from './tally.ts';

/** What a measurement cost, and on what machine. */
export type Effort = {
  readonly seconds: number;
  readonly seedsPerSecond: number;
  readonly cores: number;
  readonly threads: number;
  readonly processor: string;
  readonly node: string;
  /** Most memory that this process held. */
  readonly memoryMegabytes: number;
};

/** Most differences, and most runs with any, that are printed. */
const differencesShown = 5;
const failuresShown = 10;

const whole = (value: number) => Math.round(value).toLocaleString('en');
const cut = (text: string, length: number) => (text.length > length ? `${text.slice(0, length)}…` : text);

/** What happened, without where: `crash before profiles.put` and `crash before runs.putRun` are both a `crash before`. */
function kindOfFault(fault: string): string {
  return fault.replace(/ (?:of|at) \S+$| \S+\.\S+$/, '');
}

/** How often each kind of fault happened, the most frequent first. */
function faultRows(injected: Tally['injected']): string[][] {
  const kinds = new Map<string, number>();
  for (const [fault, count] of Object.entries(injected)) {
    const kind = kindOfFault(fault);
    kinds.set(kind, (kinds.get(kind) ?? 0) + count);
  }
  return [...kinds].sort(([, a], [, b]) => b - a).map(([kind, count]) => [`  ${kind}`, whole(count)]);
}

function failureLines(tally: Tally): string[] {
  return tally.failures
    .slice(0, failuresShown)
    .flatMap(({ seed, differences }) => [
      `seed ${seed}: ${differences.length} differences; replay with: npm run sim -- --seed ${seed}`,
      ...differences.slice(0, differencesShown).map((difference) => `  ${cut(difference, 500)}`),
    ]);
}

/** How often the table was asked, for each write that waited for it, while it refused everything. */
function outageText({ outageRequests, outageWrites }: Tally): string {
  if (outageWrites === 0) return 'none';
  const share = (outageRequests / outageWrites).toFixed(2);
  return `${share} (${whole(outageRequests)} for ${whole(outageWrites)})`;
}

/** The results of many seeds, for people. */
export function renderTally(tally: Tally, effort: Effort): string {
  const rows = [
    ['seeds', whole(tally.seeds)],
    ['different events', whole(tally.events)],
    ['  fewest in a seed', whole(tally.fewestEvents)],
    ['accepted copies', whole(tally.accepted)],
    ['profile puts', whole(tally.puts)],
    ['transitions', whole(tally.transitions)],
    ['e-mails', whole(tally.emails)],
    ['outages: requests a write', outageText(tally)],
    ['changes by time alone, in peace', whole(tally.changesInPeace)],
    ['  told at the latest after, seconds', (tally.latestMs / 1_000).toFixed(1)],
    ['largest item, bytes (over 1,024 only after a burst)', whole(tally.largestItemBytes)],
    ['seconds', effort.seconds.toFixed(1)],
    ['seeds a second', effort.seedsPerSecond.toFixed(1)],
    ['memory, MB', whole(effort.memoryMegabytes)],
    ['differences', whole(tally.differences)],
  ];
  return [
    `On ${effort.cores} cores (${effort.processor}), ${effort.threads} thread${effort.threads === 1 ? '' : 's'}, node ${effort.node}`,
    'Injected faults:',
    ...alignedRows(faultRows(tally.injected)),
    ...alignedRows(rows),
    ...failureLines(tally),
  ].join('\n');
}

/** What became of the mutants, for people. */
export function renderHunts(hunts: readonly Hunt[], effort: Effort): string {
  const lines = hunts.flatMap((hunt) => {
    if (hunt.kind === 'survived') return [`SURVIVED ${whole(hunt.seeds)} seeds: ${hunt.name}`, `  ${hunt.what}`];
    return [`caught by seed ${hunt.seed}: ${hunt.name}`, `  ${hunt.what}`, `  ${cut(hunt.difference, 300)}`];
  });
  const caught = hunts.filter((hunt) => hunt.kind === 'caught').length;
  return [...lines, `${caught} of ${hunts.length} mutants caught in ${effort.seconds.toFixed(1)} s`].join('\n');
}

import type { SeedResult } from '../run-seed.ts';

/** What many runs came to together. */
export type Tally = {
  readonly seeds: number;
  readonly events: number;
  /** Fewest different events of one run. */
  readonly fewestEvents: number;
  readonly accepted: number;
  readonly puts: number;
  readonly transitions: number;
  readonly emails: number;
  readonly largestItemBytes: number;
  readonly outageRequests: number;
  readonly outageWrites: number;
  readonly changesInPeace: number;
  readonly latestMs: number;
  readonly injected: Readonly<Record<string, number>>;
  readonly differences: number;
  /** The runs with differences, lowest seed first. */
  readonly failures: readonly Pick<SeedResult, 'seed' | 'differences'>[];
};

function addUp(results: readonly SeedResult[], of: (result: SeedResult) => number): number {
  return results.reduce((sum, result) => sum + of(result), 0);
}

function addUpFaults(results: readonly SeedResult[]): Record<string, number> {
  const total = new Map<string, number>();
  for (const { injected } of results) {
    for (const [kind, count] of Object.entries(injected)) total.set(kind, (total.get(kind) ?? 0) + count);
  }
  return Object.fromEntries([...total].sort(([, a], [, b]) => b - a));
}

/** Adds up the results of runs. */
export function tallyOf(results: readonly SeedResult[]): Tally {
  return {
    seeds: results.length,
    events: addUp(results, (result) => result.events),
    fewestEvents: Math.min(...results.map((result) => result.events)),
    accepted: addUp(results, (result) => result.accepted),
    puts: addUp(results, (result) => result.puts),
    transitions: addUp(results, (result) => result.transitions),
    emails: addUp(results, (result) => result.emails),
    largestItemBytes: Math.max(0, ...results.map((result) => result.largestItemBytes)),
    outageRequests: addUp(results, (result) => result.outageRequests),
    outageWrites: addUp(results, (result) => result.outageWrites),
    changesInPeace: addUp(results, (result) => result.changesInPeace),
    latestMs: Math.max(0, ...results.map((result) => result.latestMs)),
    injected: addUpFaults(results),
    differences: addUp(results, (result) => result.differences.length),
    failures: results
      .filter((result) => result.differences.length > 0)
      .toSorted((a, b) => a.seed - b.seed)
      .map(({ seed, differences }) => ({ seed, differences })),
  };
}

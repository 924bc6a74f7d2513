import { type Finding, type Use, uses } from './finding.ts';

/** Whether the data is good enough for a use, and what stands in the way. */
export type Readiness = { readonly use: Use; readonly isReady: boolean; readonly because: readonly string[] };

/** What the data is ready for: a use is blocked by every check that says so, and by nothing else. */
export function readinessOf(findings: readonly Finding[]): Readiness[] {
  return uses.map((use) => {
    const because = findings.flatMap((found) => found.blocks.filter((block) => block.use === use));
    const reasons = [...new Set(because.map((block) => block.reason))];
    return { use, isReady: reasons.length === 0, because: reasons };
  });
}

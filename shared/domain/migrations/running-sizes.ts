import type { FlowAmounts } from '#contracts/segment-flow.ts';
import { flowsOf, type PatternSum } from './flows-of.ts';

const net = ({ entered = 0, enteredInHistory = 0, exited = 0, exitedInHistory = 0 }: FlowAmounts): number =>
  entered + enteredInHistory - exited - exitedInHistory;

/** Entries less exits of each segment, by its name, out of what writes changed. */
export function runningSizes(sums: readonly PatternSum[]): ReadonlyMap<string, number> {
  const segments = flowsOf(sums).filter(({ kind }) => kind === 'segment');
  return new Map(segments.map(({ parts, amounts }) => [parts[0] ?? '', net(amounts)]));
}

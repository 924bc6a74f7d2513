/** What is counted of a flow, each as a sum. `…Minor`: yearly revenue of those who moved; `…InHistory`: not live, so nobody was told. */
export const flowAmountNames = [
  'entered',
  'enteredMinor',
  'enteredInHistory',
  'exited',
  'exitedMinor',
  'exitedInHistory',
  'heldBack',
  'moved',
  'movedMinor',
  'movedInHistory',
] as const;
export type FlowAmountName = (typeof flowAmountNames)[number];
export type FlowAmounts = Readonly<Partial<Record<FlowAmountName, number>>>;

/** Where a move begins or ends that has no segment there, and where it has many. */
export const noSegment = '-';
export const manySegments = '*';

/**
 * What moved. `segment`: entries and exits, and who was held back. `move`: who left one segment and entered another by the same
 * write. `risk`: who changed the band. `migration`: what `retention/migrations.ts` declares.
 */
export type FlowKind = 'segment' | 'move' | 'risk' | 'migration';

/** One flow, counted by one write, or by all of a day. */
export type Flow = {
  readonly kind: FlowKind;
  /** The segment or the migration; of `move` and `risk` from where to where. */
  readonly parts: readonly string[];
  readonly amounts: FlowAmounts;
};

/** Adds up amounts. */
export function addAmounts(a: FlowAmounts, b: FlowAmounts): FlowAmounts {
  const sum: Partial<Record<FlowAmountName, number>> = { ...a };
  for (const name of flowAmountNames) if (b[name] !== undefined) sum[name] = (sum[name] ?? 0) + b[name];
  return sum;
}

/** The flows of several lists, each once, with the sums of their amounts. */
export function mergeFlows(flows: readonly Flow[]): Flow[] {
  const merged = new Map<string, Flow>();
  for (const flow of flows) {
    const key = [flow.kind, ...flow.parts].join('/');
    const amounts = addAmounts(merged.get(key)?.amounts ?? {}, flow.amounts);
    merged.set(key, { ...flow, amounts });
  }
  return [...merged.values()];
}

import { type Flow, type FlowAmounts, type FlowKind, flowAmountNames } from '#contracts/segment-flow.ts';
import { shownValue } from '../customer/text-lines.ts';
import { alignedRows } from '../text-table.ts';
import { tableWidth } from '../wrapped-rows.ts';

/** What moved in a period, for people and programs. */
export type SegmentFlows = {
  readonly tenant: string;
  readonly day: string;
  readonly segments: readonly ({ readonly segment: string } & Required<FlowAmounts>)[];
  readonly moves: readonly Moved[];
  readonly risk: readonly Moved[];
  readonly migrations: readonly ({ readonly migration: string } & Pick<
    Required<FlowAmounts>,
    (typeof moved)[number]
  >)[];
};

type Moved = { readonly from: string; readonly to: string } & Pick<Required<FlowAmounts>, (typeof moved)[number]>;

const moved = ['moved', 'movedMinor', 'movedInHistory'] as const;

const pick = ({ moved: one = 0, movedMinor = 0, movedInHistory = 0 }: FlowAmounts) => {
  return { moved: one, movedMinor, movedInHistory };
};

function allOf(amounts: FlowAmounts): Required<FlowAmounts> {
  const zeros = {
    ...pick({}),
    entered: 0,
    enteredMinor: 0,
    enteredInHistory: 0,
    exited: 0,
    exitedMinor: 0,
    exitedInHistory: 0,
    heldBack: 0,
  };
  for (const name of flowAmountNames) zeros[name] = amounts[name] ?? 0;
  return zeros;
}

/** Flows as they are shown: in the order of their names. */
export function segmentFlows(tenant: string, day: string, flows: readonly Flow[]): SegmentFlows {
  const of = (kind: FlowKind) =>
    flows.filter((flow) => flow.kind === kind).toSorted((a, b) => (a.parts.join('/') < b.parts.join('/') ? -1 : 1));
  const pairs = (kind: FlowKind) =>
    of(kind).map(({ parts: [from = '', to = ''], amounts }): Moved => ({ from, to, ...pick(amounts) }));
  return {
    tenant,
    day,
    segments: of('segment').map(({ parts: [segment = ''], amounts }) => ({ segment, ...allOf(amounts) })),
    moves: pairs('move'),
    risk: pairs('risk'),
    migrations: of('migration').map(({ parts: [name = ''], amounts }) => ({ migration: name, ...pick(amounts) })),
  };
}

const total = ({ moved: live, movedInHistory }: Moved): number => live + movedInHistory;

/** From → to as a table: who moved live, in brackets who did so in history. A line for each where it is too wide. */
function movedLines(pairs: readonly Moved[]): string[] {
  const lines = matrix(pairs);
  if (lines.every((line) => line.length <= tableWidth)) return lines;
  const rows = pairs
    .toSorted((a, b) => total(b) - total(a))
    .map((pair) => [pair.from, `→ ${pair.to}`, String(pair.moved), historyText(pair)]);
  return alignedRows([['from', '→ to', 'customers', ''], ...rows]);
}

function historyText({ movedInHistory }: Moved): string {
  return movedInHistory === 0 ? '' : `(${movedInHistory})`;
}

function matrix(pairs: readonly Moved[]): string[] {
  const tos = [...new Set(pairs.map(({ to }) => to))].sort();
  const froms = [...new Set(pairs.map(({ from }) => from))].sort();
  const cell = (from: string, to: string) => {
    const found = pairs.find((pair) => pair.from === from && pair.to === to);
    if (found === undefined) return '';
    return `${found.moved} ${historyText(found)}`.trimEnd();
  };
  return alignedRows([['from ↓ to →', ...tos], ...froms.map((from) => [from, ...tos.map((to) => cell(from, to))])]);
}

function section(title: string, lines: readonly string[]): string[] {
  return ['', title, ...lines];
}

const segmentHeader = ['segment', 'entered', 'left', 'net', 'yearly revenue in', 'and out', 'held back', 'in history'];

/** What moved, for people. */
export function renderFlows({ tenant, day, segments, moves, risk, migrations }: SegmentFlows): string {
  if (segments.length + risk.length === 0) return `Nothing moved between the segments of ${tenant} on ${day}.`;
  const rows = segments.map((one) => [
    one.segment,
    String(one.entered),
    String(one.exited),
    String(one.entered - one.exited),
    shownValue(one.enteredMinor / 100, 'money'),
    shownValue(one.exitedMinor / 100, 'money'),
    String(one.heldBack),
    one.enteredInHistory + one.exitedInHistory === 0 ? '' : `+${one.enteredInHistory} -${one.exitedInHistory}`,
  ]);
  const told = migrations.map((one) => [one.migration, String(one.moved), shownValue(one.movedMinor / 100, 'money')]);
  const from = 'From where to where ("-": no segment, "*": many at once; in brackets: found in history)';
  return [
    `What moved in ${tenant} on ${day} (UTC):`,
    ...section('Segments', alignedRows([segmentHeader, ...rows])),
    ...(moves.length === 0 ? [] : section(from, movedLines(moves))),
    ...(risk.length === 0 ? [] : section('Risk bands', movedLines(risk))),
    ...(told.length === 0
      ? []
      : section('Migrations', alignedRows([['migration', 'customers', 'yearly revenue'], ...told]))),
  ].join('\n');
}

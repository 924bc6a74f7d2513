import { type Flow, type FlowAmounts, manySegments, mergeFlows, noSegment } from '#contracts/segment-flow.ts';
import { type FlowPattern, partOfMuch } from './flow-pattern.ts';

/** Most pairs of segments that one write is counted for; one that changes more is counted from and to many. */
const mostPairs = 12;

/** How many writes changed this, and the yearly revenue of all of them, in minor units. */
export type PatternSum = { readonly pattern: FlowPattern; readonly writes: number; readonly revenueMinor: number };

type Word = { readonly isHistory: boolean; readonly text: string };
type Moved = { readonly from: string; readonly to: string };

function wordsOf(pattern: FlowPattern): Word[] {
  return pattern
    .split(' ')
    .filter((word) => word !== partOfMuch)
    .map((word) =>
      word.startsWith('~') ? { isHistory: true, text: word.slice(1) } : { isHistory: false, text: word },
    );
}

/** From where to where, by every pair that fits; who only enters comes from nowhere. */
function pairsOf(words: readonly Word[], isPart: boolean): Moved[] {
  const of = (sign: string) => words.filter(({ text }) => text.startsWith(sign)).map(({ text }) => text.slice(1));
  const [left, entered] = [of('-'), of('+')];
  if (left.length + entered.length === 0) return [];
  const ends = (segments: string[]) => (segments.length === 0 ? [noSegment] : segments);
  const [from, to] = [ends(left), ends(entered)];
  if (!isPart && from.length * to.length <= mostPairs) {
    return from.flatMap((one) => to.map((other) => ({ from: one, to: other })));
  }
  return [
    ...left.map((one) => ({ from: one, to: manySegments })),
    ...entered.map((one) => ({ from: manySegments, to: one })),
  ];
}

function flowOfWord({ isHistory, text }: Word, { writes, revenueMinor }: PatternSum): Flow {
  const name = text.slice(1);
  const moved: FlowAmounts = isHistory ? { movedInHistory: writes } : { moved: writes, movedMinor: revenueMinor };
  switch (text[0]) {
    case '+': {
      const amounts = isHistory ? { enteredInHistory: writes } : { entered: writes, enteredMinor: revenueMinor };
      return { kind: 'segment', parts: [name], amounts };
    }
    case '-': {
      const amounts = isHistory ? { exitedInHistory: writes } : { exited: writes, exitedMinor: revenueMinor };
      return { kind: 'segment', parts: [name], amounts };
    }
    case '^':
      return { kind: 'segment', parts: [name], amounts: { heldBack: writes } };
    case '!':
      return { kind: 'migration', parts: [name], amounts: moved };
    default:
      return { kind: 'risk', parts: text.split('>'), amounts: moved };
  }
}

function flowsOfPattern(sum: PatternSum): Flow[] {
  const words = wordsOf(sum.pattern);
  const isPart = sum.pattern.startsWith(partOfMuch);
  const moves = [true, false].flatMap((isHistory) => {
    const own = words.filter((word) => word.isHistory === isHistory);
    const { writes, revenueMinor } = sum;
    const amounts: FlowAmounts = isHistory ? { movedInHistory: writes } : { moved: writes, movedMinor: revenueMinor };
    return pairsOf(own, isPart).map(({ from, to }): Flow => ({ kind: 'move', parts: [from, to], amounts }));
  });
  return [...words.map((word) => flowOfWord(word, sum)), ...moves];
}

/** The flows that follow from what writes changed, each with its sums. */
export function flowsOf(sums: readonly PatternSum[]): Flow[] {
  return mergeFlows(sums.flatMap(flowsOfPattern));
}

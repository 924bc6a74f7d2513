import type { DueItem, WakeIndex } from '#ports/wake-index.ts';
import type { World } from './world.ts';

type Question = Parameters<WakeIndex['due']>;

/** What one question came to. */
type Answer =
  | { readonly kind: 'found'; readonly items: DueItem[] }
  | { readonly kind: 'failed'; readonly reason: string };

/** An index that many questions can be put to at once. */
export type BunchedIndex = { dueInAll(questions: readonly Question[]): Promise<readonly Answer[]> };

/** How much rarer it is that one shard alone cannot be read than that no shard can. */
const sharesOfOneShard = 16;

/** The far end: answers questions at once, but for those of a shard that cannot be read. */
export function bunchedIndex({ faults, random }: World, index: WakeIndex): BunchedIndex {
  return {
    async dueInAll(questions) {
      const failing =
        random.chance(1 / sharesOfOneShard) && faults.happens('lostRequest', 'lost shard of', 'the index');
      const lost = failing ? random.below(questions.length) : -1;
      return Promise.all(
        questions.map(async (question, position): Promise<Answer> => {
          if (position === lost) return { kind: 'failed', reason: `Cannot read shard ${question[0]}: no answer` };
          return { kind: 'found', items: await index.due(...question) };
        }),
      );
    },
  };
}

type Waiting = {
  readonly question: Question;
  readonly resolve: (items: DueItem[]) => void;
  readonly reject: (error: unknown) => void;
};

async function ask(far: BunchedIndex, bunch: readonly Waiting[]): Promise<void> {
  try {
    const answers = await far.dueInAll(bunch.map(({ question }) => question));
    for (const [position, { resolve, reject }] of bunch.entries()) {
      const answer = answers[position];
      if (answer?.kind === 'found') resolve(answer.items);
      else reject(new Error(answer?.reason ?? 'Cannot read a shard: it was not asked for'));
    }
  } catch (error) {
    for (const { reject } of bunch) reject(error);
  }
}

/**
 * The near end: what is asked in one go travels as one request. A tick asks every shard at the same time, and requests of
 * their own would be most of what happens in a run.
 */
export function askedTogether(far: BunchedIndex): WakeIndex {
  let open: Waiting[] = [];
  return {
    due: (...question) =>
      new Promise((resolve, reject) => {
        open.push({ question, resolve, reject });
        if (open.length > 1) return;
        queueMicrotask(() => {
          const bunch = open;
          open = [];
          void ask(far, bunch);
        });
      }),
  };
}

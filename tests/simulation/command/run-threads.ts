import { Worker } from 'node:worker_threads';
import type { SeedResult } from '../run-seed.ts';
import { type ThreadWork, threadAnswerSchema } from './thread-work.ts';

function answerOf(thread: Worker, work: ThreadWork): Promise<readonly SeedResult[]> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => {
      thread.off('message', onMessage);
      thread.off('error', onError);
      thread.off('exit', onExit);
      act();
    };
    const onMessage = (message: unknown) => settle(() => resolve(threadAnswerSchema.parse(message)));
    const onError = (error: unknown) => settle(() => reject(error));
    const onExit = (code: number) => settle(() => reject(new Error(`Cannot go on: a thread ended with code ${code}`)));
    thread.on('message', onMessage);
    thread.on('error', onError);
    thread.on('exit', onExit);
    thread.postMessage(work);
  });
}

/**
 * Hands pieces of work to threads, each the next piece when it is done with one. `onAnswer` is told of each answer as it
 * comes. Throws what a thread throws.
 */
export async function runThreads(
  threads: number,
  pieces: readonly ThreadWork[],
  onAnswer: (work: ThreadWork, results: readonly SeedResult[]) => void,
): Promise<void> {
  const waiting = [...pieces];
  const serve = async () => {
    const thread = new Worker(new URL('./seed-thread.ts', import.meta.url));
    try {
      for (let piece = waiting.shift(); piece !== undefined; piece = waiting.shift()) {
        onAnswer(piece, await answerOf(thread, piece));
      }
    } finally {
      await thread.terminate();
    }
  };
  await Promise.all(Array.from({ length: Math.min(threads, pieces.length) }, serve));
}

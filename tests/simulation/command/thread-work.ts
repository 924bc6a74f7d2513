import * as z from 'zod';

/** What a thread is asked to do: runs of seeds from `fromSeed` to `toSeed`, with the mutant of that name or with none. */
export const threadWorkSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('seeds'), fromSeed: z.int(), toSeed: z.int() }),
  /** Until a seed catches it. */
  z.object({ kind: z.literal('mutant'), name: z.string(), fromSeed: z.int(), toSeed: z.int() }),
]);
export type ThreadWork = z.infer<typeof threadWorkSchema>;

/** What a run comes to, as it goes from a thread to the main one. */
export const seedResultSchema = z.object({
  seed: z.int(),
  differences: z.array(z.string()),
  events: z.int(),
  accepted: z.int(),
  puts: z.int(),
  transitions: z.int(),
  emails: z.int(),
  largestItemBytes: z.int(),
  outageRequests: z.int(),
  outageWrites: z.int(),
  changesInPeace: z.int(),
  latestMs: z.number(),
  injected: z.record(z.string(), z.number()),
  trace: z.array(z.string()),
});
export const threadAnswerSchema = z.array(seedResultSchema);

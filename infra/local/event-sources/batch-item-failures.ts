import * as z from 'zod';

const responseSchema = z.object({
  batchItemFailures: z.array(z.object({ itemIdentifier: z.string().min(1) })).nullish(),
});

/**
 * Reads which items of a batch a function reports as failed (`ReportBatchItemFailures`). As on AWS, an empty or absent
 * list means that all succeeded; a response of another form, an empty identifier or one that is not in the batch means
 * that the whole batch failed.
 */
export const readBatchItemFailures = (payload: string, identifiers: readonly string[]): ReadonlySet<string> => {
  const everything = new Set(identifiers);
  const parsed = responseSchema.nullish().safeParse(JSON.parse(payload));
  if (!parsed.success) return everything;
  const failed = new Set((parsed.data?.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier));
  return failed.isSubsetOf(everything) ? failed : everything;
};

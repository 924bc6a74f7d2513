import * as z from 'zod';
import { compilePattern, type EventPredicate } from '../events/pattern.ts';

/** `FilterCriteria` of AWS::Lambda::EventSourceMapping. */
export const filterCriteriaSchema = z.strictObject({
  Filters: z.array(z.strictObject({ Pattern: z.string() })).max(10),
});

/**
 * Compiles filter criteria: a record passes when any filter matches it, or when there is none.
 * @throws EventPatternError for a pattern that cannot be read.
 */
export const compileFilters = (criteria: z.infer<typeof filterCriteriaSchema> | undefined): EventPredicate => {
  const filters = (criteria?.Filters ?? []).map(({ Pattern }) => compilePattern(Pattern));
  if (filters.length === 0) return () => true;
  return (record) => filters.some((matches) => matches(record));
};

/**
 * What filters see of an SQS record: the body as JSON where it is JSON, else as text; read when a filter asks for it.
 * AWS drops a message whose body has not the form that the filter expects, and so does a pattern that does not match.
 */
export const filterableQueueRecord = (text: string): { readonly body: unknown } => ({
  get body(): unknown {
    try {
      return JSON.parse(text);
    } catch {
      return text;
    }
  },
});

import * as z from 'zod';
import { type Mapping, mappingName, mappingSchema } from './mapping.ts';

/** A file whose lines are whole events already, so that nothing has to be mapped. Lies as JSON in `retention/mappings/`. */
export const itemMappingSchema = z.strictObject({
  name: mappingName,
  description: z.string().default(''),
  format: z.strictObject({ kind: z.literal('ndjson') }),
  encoding: z.literal('utf8').default('utf8'),
  /** `segment`: items of the Segment specification. `archive`: events as Holdfast's own archive keeps them. */
  items: z.enum(['segment', 'archive']),
});
export type ItemMapping = z.infer<typeof itemMappingSchema>;

/** What `--map` may name. */
export type ImportMapping = Mapping | ItemMapping;

/** Reads either kind of mapping, by whether it has `items`: so messages speak of the kind that was meant. */
export function parseImportMapping(content: unknown): z.ZodSafeParseResult<ImportMapping> {
  const hasItems = typeof content === 'object' && content !== null && Object.hasOwn(content, 'items');
  return hasItems ? itemMappingSchema.safeParse(content) : mappingSchema.safeParse(content);
}

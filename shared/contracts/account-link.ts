import * as z from 'zod';
import { eventIdSchema } from './identifier.ts';
import { timeMsSchema } from './time.ts';

/** That a customer belongs to an account: when its group events said so first, and last. */
export const accountLinkSchema = z.strictObject({
  accountId: eventIdSchema,
  firstMs: timeMsSchema,
  lastMs: timeMsSchema,
});
export type AccountLink = z.infer<typeof accountLinkSchema>;

/** The accounts of a customer, by their ids. */
export const accountLinksSchema = z.strictObject({
  links: z.array(accountLinkSchema),
  /** Whether there were more than are kept. */
  more: z.boolean(),
});
export type AccountLinks = z.infer<typeof accountLinksSchema>;

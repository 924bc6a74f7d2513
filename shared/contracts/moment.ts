import * as z from 'zod';

/** What an event can mean to Holdfast. The position in this list is stored: append, never reorder. */
export const meanings = [
  'activity',
  'purchase',
  'refund',
  'cart',
  'ticket',
  'cancellation',
  'ticket resolved',
  'feature use',
  'payment failure',
  'plan change',
  'invitation',
  'limit hit',
  'consent change',
  'signup',
  'login',
  'trial start',
  'trial end',
  'subscription start',
  'review',
] as const;
export type Meaning = (typeof meanings)[number];

const moments = meanings.flatMap((meaning) => [`first ${meaning}`, `last ${meaning}`] as const);

/** A moment in a customer's life that rules may refer to, such as `last purchase`. */
export const momentSchema = z.enum(moments);
export type Moment = z.infer<typeof momentSchema>;

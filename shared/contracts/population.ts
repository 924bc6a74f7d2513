import * as z from 'zod';
import { timeMsSchema } from './time.ts';

/** What all customers of a tenant together say about one feature. */
export const featureSpreadSchema = z.strictObject({
  /** Customers for whom the feature has a value. */
  customers: z.int().min(0),
  mean: z.number(),
  /**
   * The four values that part the customers into fifths, ascending: the i-th is the smallest value that at least i fifths of
   * the customers do not exceed.
   */
  fifths: z.array(z.number()).length(4),
});
export type FeatureSpread = z.infer<typeof featureSpreadSchema>;

/** Customers that are alike: a centre in the space of the standardised features. */
export const clusterSchema = z.strictObject({
  name: z.string().min(1).max(60),
  size: z.int().min(0),
  centre: z.array(z.number()).min(1).max(20),
});

/** The groups that customers are told apart by, and how a customer is placed among them. */
export const clusteringSchema = z.strictObject({
  /** The features in the order of the centres; each is standardised as (log(1 + max(0, value)) − mean) ÷ deviation. */
  features: z.array(z.strictObject({ name: z.string(), mean: z.number(), deviation: z.number().positive() })).min(1),
  clusters: z.array(clusterSchema).min(1).max(50),
});
export type Clustering = z.infer<typeof clusteringSchema>;

/**
 * What is known of a tenant's customers taken together, for features that compare one with all. Every function uses the
 * snapshot that is effective by the clock, so that all of them judge alike.
 */
export const populationSchema = z.strictObject({
  schemaVersion: z.literal(1),
  /** From this moment on; later than when it was made, so that it is known everywhere by then. */
  effectiveFromMs: timeMsSchema,
  customers: z.int().min(0),
  features: z.record(z.string(), featureSpreadSchema),
  clustering: clusteringSchema.nullable(),
});
export type Population = z.infer<typeof populationSchema>;

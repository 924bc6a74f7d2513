import * as z from 'zod';

/**
 * What every event on an EventBridge bus has. The rest is taken by the mapping of its source. Source: EventBridge user guide,
 * "AWS service event metadata".
 */
export const eventBridgeEventSchema = z.looseObject({
  id: z.string().min(1),
  'detail-type': z.string().min(1),
  source: z.string().min(1),
  time: z.string().min(1),
  detail: z.unknown(),
});

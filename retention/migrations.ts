import { migration } from '#domain/migrations/migration.ts';
import { active, atRisk, highValue, lost, slippingAway } from './segments.ts';

/** Moves between segments that are worth telling of: each is an event of its own on the bus, with the revenue that moved. */
export const migrations = [
  migration('high-value-at-risk', {
    description: 'Somebody who is worth much has become overdue against their own habit.',
    enters: atRisk,
    whileIn: highValue,
  }),
  migration('struggling-recovered', {
    description: 'Somebody who was at risk is active again.',
    leaves: atRisk,
    whileIn: active,
  }),
  migration('quiet-returned', {
    description: 'Somebody who was quiet, or lost already, has come back.',
    leaves: [slippingAway, lost],
    enters: active,
  }),
];

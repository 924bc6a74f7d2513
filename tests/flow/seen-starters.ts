import { createDynamoPopulationStore } from '#adapters/aws/dynamodb-population-store.ts';
import type { Population } from '#contracts/population.ts';
import type { ProfileRecord } from '#contracts/profile-record.ts';
import { decodeState } from '#domain/profile/state-layout.ts';
import { retention } from '#retention/retention.ts';
import type { ExpectedStarter } from './expected-starters.ts';
import type { LocalHoldfast } from './local-holdfast.ts';

function scoreOf(record: ProfileRecord, population: Population | null, name: string): number | null {
  const feature = retention.features.get(name);
  if (feature === undefined) throw new Error(`Cannot test: the feature ${name} is not declared`);
  const { judgedMs: nowMs, relations } = record;
  const { value } = feature.read({ state: decodeState(record.state), nowMs, population, relations });
  return typeof value === 'number' ? value : null;
}

/** What is stored of every customer, and the RFM scores by the population that is stored, in the terms of the brute force. */
export async function seenStarters(
  holdfast: LocalHoldfast,
  tenant: string,
  profiles: ReadonlyMap<string, ProfileRecord>,
): Promise<Map<string, ExpectedStarter>> {
  const populations = createDynamoPopulationStore({
    client: holdfast.dynamo,
    tableName: holdfast.output('LedgerTableName'),
  });
  const found = new Map<string, ExpectedStarter>();
  let population: Population | null = null;
  let populationMs = -1;
  for (const [id, record] of profiles) {
    if (record.judgedMs !== populationMs) population = await populations.at(tenant, record.judgedMs);
    populationMs = record.judgedMs;
    found.set(id, {
      segments: Object.keys(record.memberships).sort(),
      band: record.riskBand,
      recencyScore: scoreOf(record, population, 'recencyScore'),
      frequencyScore: scoreOf(record, population, 'frequencyScore') ?? Number.NaN,
      monetaryScore: scoreOf(record, population, 'monetaryScore') ?? Number.NaN,
    });
  }
  return found;
}

/** Every customer that is not as expected, in words. */
export function starterDifferences(
  expected: ReadonlyMap<string, ExpectedStarter>,
  seen: ReadonlyMap<string, ExpectedStarter>,
): string[] {
  return [...new Set([...expected.keys(), ...seen.keys()])].flatMap((id) => {
    const [wanted, found] = [expected.get(id), seen.get(id)].map((one) => JSON.stringify(one ?? 'absent'));
    return wanted === found ? [] : [`${id}: ${found} instead of ${wanted}`];
  });
}

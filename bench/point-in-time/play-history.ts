import { createMemoryCustomerTable } from '#adapters/memory/memory-customer-table.ts';
import { createMemoryEventArchive } from '#adapters/memory/memory-event-archive.ts';
import { createMemoryLedger } from '#adapters/memory/memory-ledger.ts';
import { createMemoryLedgerTable } from '#adapters/memory/memory-ledger-table.ts';
import { createMemoryMessageQueue } from '#adapters/memory/memory-message-queue.ts';
import { createMemoryProfileStore } from '#adapters/memory/memory-profile-store.ts';
import type { ArchiveMessage, EventBatchMessage, RelationMessage } from '#contracts/queue-message.ts';
import { noRelations } from '#contracts/relations.ts';
import { type FeatureValues, featuresAlong } from '#domain/features/features-at.ts';
import { populationAt } from '#domain/features/population-at.ts';
import { subjectOf } from '#domain/profile/customer-of.ts';
import { decodeState } from '#domain/profile/state-layout.ts';
import type { RetentionDefinitions } from '#domain/retention-definitions.ts';
import { createArchiveHandler } from '#functions/archive/handler.ts';
import { createProfileHandler } from '#functions/profile/handler.ts';
import { readEventsOf } from '#infra/command-line/features/read-events-of.ts';
import { silentProgress } from '#infra/command-line/progress.ts';
import type { Observer } from '#ports/observer.ts';
import type { ProfileStore } from '#ports/profile-store.ts';
import { cast, type Delivery, type DrawnHistory, tenant } from './draw-history.ts';

/** What a live profile said at one moment. */
type Look = { readonly customerId: string; readonly atMs: number; readonly values: FeatureValues };

/** A feature of which the archive says something else than the live profile did. */
export type Difference = {
  readonly customerId: string;
  readonly atMs: number;
  readonly feature: string;
  readonly live: unknown;
  readonly archived: unknown;
};

export type PlayedHistory = { readonly looks: number; readonly values: number; readonly differences: Difference[] };

/** Late events may be set aside; whatever else a function warns of must not happen here. */
const observer: Observer = {
  note: () => undefined,
  count: () => undefined,
  warn(message, details) {
    throw new Error(`Cannot compare with the archive: ${message}: ${JSON.stringify(details)}`);
  },
};

/** The functions that count and archive, over memory. */
function createLiveWorld(definitions: RetentionDefinitions, populations: DrawnHistory['populations']) {
  const profiles = createMemoryProfileStore(createMemoryCustomerTable(null));
  const archive = createMemoryEventArchive();
  const toArchive = createMemoryMessageQueue<ArchiveMessage>();
  const clock = { nowMs: 0 };
  const count = createProfileHandler({
    definitions,
    profiles,
    archive: toArchive,
    relations: createMemoryMessageQueue<RelationMessage>(),
    populations: { at: async (_, timeMs) => populationAt(populations, timeMs) },
    ledger: createMemoryLedger(createMemoryLedgerTable()),
    clock: () => clock.nowMs,
    chance: () => 0.5,
    pause: async () => undefined,
    observer,
  });
  const write = createArchiveHandler({ archive, observer });
  let messages = 0;
  const received = (body: string) => {
    messages += 1;
    const id = `message ${messages}`;
    return { id, body, firstId: id, sentMs: clock.nowMs };
  };
  return {
    profiles,
    archive,
    async deliver({ atMs, clock: mode, events }: Delivery) {
      clock.nowMs = atMs;
      const batch: EventBatchMessage = {
        ...{ kind: 'events', schemaVersion: 1, tenant, source: 'bench', correlationId: 'bench' },
        ...{ clock: mode, events: [...events] },
      };
      const failed = await count([received(JSON.stringify(batch))]);
      if (failed.size > 0) throw new Error('Cannot compare with the archive: a message was not worked off');
    },
    async writeArchive() {
      const failed = await write(toArchive.take().map(received));
      if (failed.size > 0) throw new Error('Cannot compare with the archive: it was not written');
    },
  };
}

/** What the stored profile of a customer says at a moment; null where there is none, or it is another's by now. */
async function lookAt(
  definitions: RetentionDefinitions,
  profiles: ProfileStore,
  populations: DrawnHistory['populations'],
  about: Pick<Look, 'customerId' | 'atMs'>,
): Promise<Look | null> {
  const record = await profiles.load(tenant, about.customerId, 'consistent');
  if (record === null || record.joined !== null) return null;
  const population = populationAt(populations, about.atMs);
  const subject = { state: decodeState(record.state), nowMs: about.atMs, population, relations: noRelations };
  const features = [...definitions.features.values()].filter(
    ({ definition }) => definition.subject === subjectOf(about.customerId),
  );
  return { ...about, values: new Map(features.map((one) => [one.definition.name, one.read(subject).value])) };
}

function differencesOf({ customerId, atMs, values }: Look, archived: FeatureValues): Difference[] {
  return [...values].flatMap(([feature, live]) => {
    const other = archived.get(feature);
    return Object.is(live, other) ? [] : [{ customerId, atMs, feature, live, archived: other }];
  });
}

/**
 * Plays a history through the functions, looks at live profiles on the way, and compares all that they said with what is
 * folded from the archive in the end.
 */
export async function playHistory(definitions: RetentionDefinitions, drawn: DrawnHistory): Promise<PlayedHistory> {
  const world = createLiveWorld(definitions, drawn.populations);
  const looks: Look[] = [];
  for (const { deliveries, lookMs } of drawn.rounds) {
    for (const delivery of deliveries) await world.deliver(delivery);
    if (lookMs === null) continue;
    for (const customerId of cast) {
      const look = await lookAt(definitions, world.profiles, drawn.populations, { customerId, atMs: lookMs });
      if (look !== null) looks.push(look);
    }
  }
  await world.writeArchive();
  const differences: Difference[] = [];
  const about = { archive: world.archive, profiles: world.profiles, tenant, progress: silentProgress };
  for (const [customerId, own] of Map.groupBy(looks, (look) => look.customerId)) {
    const events = await readEventsOf({ ...about, customerId, signal: new AbortController().signal });
    const history = { customerId, events, populations: drawn.populations };
    const archived = featuresAlong(
      definitions,
      history,
      own.map(({ atMs }) => atMs),
    );
    for (const [index, look] of own.entries()) {
      differences.push(...differencesOf(look, archived[index] ?? new Map()));
    }
  }
  const values = looks.reduce((sum, look) => sum + look.values.size, 0);
  return { looks: looks.length, values, differences };
}

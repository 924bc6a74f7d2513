import type { Item } from '#adapters/aws/item-attributes.ts';
import { parseProfileItem } from '#adapters/aws/profile-item.ts';
import { createMemoryFlowStore } from '#adapters/memory/memory-flow-store.ts';
import { createMemoryRunStore } from '#adapters/memory/memory-run-store.ts';
import { createAnnounceHandler } from '#functions/announce/handler.ts';
import { readingStream } from '#functions/announce/reading-stream.ts';
import { createArchiveHandler } from '#functions/archive/handler.ts';
import { createDeliverHandler } from '#functions/deliver/handler.ts';
import { createIngestHandler } from '#functions/ingest/handler.ts';
import { createPlaybooksHandler } from '#functions/playbooks/handler.ts';
import { noPopulation } from '#functions/population-cache.ts';
import { directDoor } from '#functions/profile/direct-door.ts';
import { createProfileHandler } from '#functions/profile/handler.ts';
import { sentimentLexicon } from '#functions/profile/score-texts.ts';
import { createWakeHandler } from '#functions/wake/handler.ts';
import type { FunctionName } from '#infra/function-limits.ts';
import type { QueueHandler } from '../spoiler.ts';
import { simPlan } from '../workload/sim-plan.ts';
import { firstSimRetention } from '../workload/sim-retention.ts';
import { askedTogether } from './bunched-index.ts';
import { createFleet, type Fleet } from './fleet.ts';
import type { IngestHandler } from './http-client.ts';
import type { Infrastructure } from './infrastructure.ts';
import { fromNewestLayout } from './layout-view.ts';
import { lines } from './lines.ts';
import { createOlderProfileHandler } from './older-profile-handler.ts';
import { createOlderProfileStore } from './older-profile-store.ts';
import type { ImageHandler } from './simulated-stream.ts';
import { type Surroundings, surroundingsOf } from './surroundings.ts';
import type { World } from './world.ts';

// What functions load when it is first needed is loaded before: the simulated clock does not wait for the disk.
await Promise.all([directDoor(), sentimentLexicon()]);

/** The fleets of the deployment's functions. */
export type Functions = {
  readonly ingest: Fleet<IngestHandler>;
  readonly profile: Fleet<QueueHandler>;
  readonly archive: Fleet<QueueHandler>;
  readonly announce: Fleet<ImageHandler>;
  readonly wake: Fleet<() => Promise<unknown>>;
  readonly playbooks: Fleet<QueueHandler>;
  readonly deliver: Fleet<QueueHandler>;
};

function ingestHandler({ infrastructure, over, spoiler, ledger, clock, observer }: Surroundings): IngestHandler {
  return createIngestHandler({
    plan: simPlan,
    sources: over(infrastructure.sources, lines.sources),
    queue: spoiler.events(over(infrastructure.events, lines.queue)),
    ledger: ledger(lines.ledger),
    clock,
    observer,
  });
}

function profileHandler(around: Surroundings): QueueHandler {
  const { infrastructure, spoiler, clock, chance, pause, observer } = around;
  const definitions = spoiler.definitions(around.definitions);
  const profiles = around.profiles({ ...lines.profilesOfProfile, arrived: infrastructure.outage.requested });
  const ledger = around.ledger(lines.quarantineOfProfile);
  const archive = spoiler.toArchive(around.over(infrastructure.toArchive, lines.toArchive));
  const relations = spoiler.relations(around.over(infrastructure.relations, lines.relations));
  const populations = noPopulation;
  const dependencies = {
    definitions,
    profiles,
    archive,
    relations,
    ledger,
    populations,
    clock,
    chance,
    pause,
    observer,
  };
  if (!around.isBeforeLayout2) return spoiler.consume(createProfileHandler(dependencies), 'event');
  const table = infrastructure.customers.tableOf(around.age);
  const older = around.over(createOlderProfileStore(table), {
    ...lines.profilesOfProfile,
    arrived: infrastructure.outage.requested,
  });
  return spoiler.consume(
    createOlderProfileHandler({ ...dependencies, definitions: firstSimRetention, older }),
    'event',
  );
}

function archiveHandler({ infrastructure, over, spoiler, observer }: Surroundings): QueueHandler {
  const archive = spoiler.archive(over(infrastructure.archive, lines.archive));
  return spoiler.consume(createArchiveHandler({ archive, observer }), 'archive');
}

function announceHandler(around: Surroundings): ImageHandler {
  const { definitions, infrastructure, over, spoiler, chance, pause, observer } = around;
  const publisher = spoiler.publisher(over(infrastructure.bus.publisher, lines.bus));
  const ledger = around.ledger(lines.ledger);
  const profiles = around.profiles(lines.profiles);
  const relations = spoiler.relations(over(infrastructure.relations, lines.relations));
  const telling = { profiles, relations, populations: noPopulation };
  const flows = spoiler.flows(over(createMemoryFlowStore(infrastructure.ledgerTable), lines.ledger));
  const counting = { ledger, flows, clock: around.clock };
  const announce = createAnnounceHandler({ definitions, ...telling, ...counting, publisher, chance, pause, observer });
  const read = (image: Item) => parseProfileItem(around.age === 'new' ? fromNewestLayout(image) : image);
  return readingStream(read, spoiler.announce(announce));
}

function wakeHandler({ age, infrastructure, over, spoiler, clock, observer }: Surroundings): () => Promise<unknown> {
  return createWakeHandler({
    index: askedTogether(over(infrastructure.wakeIndexOf(age), lines.wakeIndex)),
    profileQueue: spoiler.wakes(over(infrastructure.profileWakes, lines.queue)),
    runQueue: over(infrastructure.runWakes, lines.queue),
    clock,
    observer,
  });
}

function playbooksHandler(around: Surroundings): QueueHandler {
  const { age, definitions, infrastructure, over, spoiler, clock, observer } = around;
  const handle = createPlaybooksHandler({
    definitions,
    profiles: around.profiles(lines.profiles),
    runs: spoiler.runs(over(createMemoryRunStore(infrastructure.customers.tableOf(age)), lines.runs)),
    ledger: around.ledger(lines.ledger),
    commands: spoiler.commands(over(infrastructure.commands, lines.queue)),
    clock,
    observer,
  });
  return spoiler.consume(handle, 'playbook');
}

function deliverHandler(around: Surroundings): QueueHandler {
  const { definitions, infrastructure, running, over, spoiler, clock, newId, observer } = around;
  const handle = createDeliverHandler({
    templates: definitions.templates,
    profiles: around.profiles(lines.profiles),
    ledger: around.ledger(lines.ledger),
    emails: spoiler.emails(over(infrastructure.mail.emailsFor(running), lines.mail)),
    clock,
    newId,
    observer,
  });
  return spoiler.consume(handle, 'delivery');
}

/** Makes the fleets: the real handlers over memory, with a network in between. */
export function createFunctions(world: World, infrastructure: Infrastructure): Functions {
  const fleet = <Handler>(name: FunctionName, build: (around: Surroundings) => Handler): Fleet<Handler> =>
    createFleet(world, name, (container) => build(surroundingsOf(world, infrastructure, container)));
  return {
    ingest: fleet('ingest', ingestHandler),
    profile: fleet('profile', profileHandler),
    archive: fleet('archive', archiveHandler),
    announce: fleet('announce', announceHandler),
    wake: fleet('wake', wakeHandler),
    playbooks: fleet('playbooks', playbooksHandler),
    deliver: fleet('deliver', deliverHandler),
  };
}

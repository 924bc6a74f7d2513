import type { Item } from '#adapters/aws/item-attributes.ts';
import { parseProfileItem } from '#adapters/aws/profile-item.ts';
import { createMemoryRunStore } from '#adapters/memory/memory-run-store.ts';
import { createAnnounceHandler } from '#functions/announce/handler.ts';
import { readingStream } from '#functions/announce/reading-stream.ts';
import { createArchiveHandler } from '#functions/archive/handler.ts';
import { createDeliverHandler } from '#functions/deliver/handler.ts';
import { createIngestHandler } from '#functions/ingest/handler.ts';
import { createPlaybooksHandler } from '#functions/playbooks/handler.ts';
import { createProfileHandler } from '#functions/profile/handler.ts';
import { createWakeHandler } from '#functions/wake/handler.ts';
import type { FunctionName } from '#infra/function-limits.ts';
import type { QueueHandler } from '../spoiler.ts';
import { simRetention } from '../workload/sim-retention.ts';
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

const definitions = simRetention;

function ingestHandler({ infrastructure, over, spoiler, ledger, clock, observer }: Surroundings): IngestHandler {
  return createIngestHandler({
    plan: definitions.plan,
    sources: over(infrastructure.sources, lines.sources),
    queue: spoiler.events(over(infrastructure.events, lines.queue)),
    ledger: ledger(lines.ledger),
    clock,
    observer,
  });
}

function profileHandler(around: Surroundings): QueueHandler {
  const { infrastructure, spoiler, clock, chance, pause, observer } = around;
  const profiles = around.profiles({ ...lines.profilesOfProfile, arrived: infrastructure.outage.requested });
  const ledger = around.ledger(lines.quarantineOfProfile);
  const archive = spoiler.toArchive(around.over(infrastructure.toArchive, lines.toArchive));
  const dependencies = { definitions, profiles, archive, ledger, clock, chance, pause, observer };
  if (!around.isBeforeLayout2) return spoiler.consume(createProfileHandler(dependencies), 'event');
  const table = infrastructure.customers.tableOf(around.age);
  const older = around.over(createOlderProfileStore(table), {
    ...lines.profilesOfProfile,
    arrived: infrastructure.outage.requested,
  });
  return spoiler.consume(createOlderProfileHandler({ ...dependencies, older }), 'event');
}

function archiveHandler({ infrastructure, over, spoiler, observer }: Surroundings): QueueHandler {
  const archive = spoiler.archive(over(infrastructure.archive, lines.archive));
  return spoiler.consume(createArchiveHandler({ archive, observer }), 'archive');
}

function announceHandler(around: Surroundings): ImageHandler {
  const { infrastructure, over, spoiler, chance, pause, observer } = around;
  const publisher = spoiler.publisher(over(infrastructure.bus.publisher, lines.bus));
  const ledger = around.ledger(lines.ledger);
  const announce = createAnnounceHandler({ definitions, ledger, publisher, chance, pause, observer });
  const read = (image: Item) => parseProfileItem(around.age === 'new' ? fromNewestLayout(image) : image);
  return readingStream(read, spoiler.announce(announce));
}

function wakeHandler({ age, infrastructure, over, clock, observer }: Surroundings): () => Promise<unknown> {
  return createWakeHandler({
    index: over(infrastructure.wakeIndexOf(age), lines.wakeIndex),
    profileQueue: over(infrastructure.profileWakes, lines.queue),
    runQueue: over(infrastructure.runWakes, lines.queue),
    clock,
    observer,
  });
}

function playbooksHandler(around: Surroundings): QueueHandler {
  const { age, infrastructure, over, spoiler, clock, observer } = around;
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
  const { infrastructure, running, over, spoiler, clock, newId, observer } = around;
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

import type { RetentionDefinitions } from '#domain/retention-definitions.ts';
import type { Clock } from '#ports/clock.ts';
import type { Ledger } from '#ports/ledger.ts';
import type { Observer } from '#ports/observer.ts';
import type { ProfileStore } from '#ports/profile-store.ts';
import type { Spoiler } from '../spoiler.ts';
import { simRetention, simRetentionBefore } from '../workload/sim-retention.ts';
import { containerClock } from './container-clock.ts';
import { type CodeAge, hasDefinitionsBefore, runsOlderProfileCode } from './deployment.ts';
import type { Container } from './fleet.ts';
import type { Infrastructure } from './infrastructure.ts';
import { type Invocation, pauseOf } from './invocation.ts';
import { lines } from './lines.ts';
import { type Line, overNetwork } from './network.ts';
import type { World } from './world.ts';

/** What the code in one container has around it. */
export type Surroundings = {
  readonly age: CodeAge;
  /** Whether a profile container here runs the code that wrote layout 1. */
  readonly isBeforeLayout2: boolean;
  /** What the code here believes. */
  readonly definitions: RetentionDefinitions;
  readonly running: () => Invocation;
  readonly infrastructure: Infrastructure;
  readonly spoiler: Spoiler;
  /** A port as it is seen from here. */
  over<Port extends object>(port: Port, line: Line): Port;
  profiles(line: Line): ProfileStore;
  ledger(line: Line): Ledger;
  readonly clock: Clock;
  readonly chance: () => number;
  readonly pause: (milliseconds: number) => Promise<void>;
  readonly newId: () => string;
  readonly observer: Observer;
};

/** Makes the surroundings of a container. */
export function surroundingsOf(world: World, infrastructure: Infrastructure, container: Container): Surroundings {
  const { spoiler, observer, random } = world;
  const { age, running } = container;
  const over = <Port extends object>(port: Port, line: Line): Port => overNetwork(world, running, port, line);
  return {
    age,
    isBeforeLayout2: runsOlderProfileCode(world, age),
    definitions: hasDefinitionsBefore(world, age) ? simRetentionBefore : simRetention,
    running,
    infrastructure,
    spoiler,
    over,
    profiles(line) {
      const profiles = over(infrastructure.customers.profilesOf(age), line);
      return spoiler.profiles(profiles, { profiles, publisher: over(infrastructure.bus.publisher, lines.bus) });
    },
    ledger: (line) => spoiler.ledger(over(infrastructure.ledger, line)),
    clock: container.functionName === 'ingest' ? world.scheduler.clock : containerClock(world),
    chance: random.next,
    pause: pauseOf(world, running),
    newId: () => `attempt-${random.below(2 ** 32)}-${random.below(2 ** 32)}`,
    observer,
  };
}

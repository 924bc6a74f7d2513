import { createRandom, type Random } from '#infra/local/demo/random.ts';
import type { Plan } from '../plan.ts';
import { createDeedIds } from './deed-ids.ts';
import { type Cast, drawCast } from './draw-cast.ts';
import { drawFaults, withCountableRequests } from './draw-faults.ts';
import { drawHistory, noHistory } from './draw-history.ts';
import { drawScene, hourMs, type Scene } from './draw-scene.ts';
import { drawTraffic } from './draw-traffic.ts';
import type { SimPlan } from './sim-event.ts';

const outageMs = 10 * 60_000;

/** Longest quiet at the end, in which customers turn quiet and runs are measured. */
const longestQuietHours = 60;

function drawOutage(random: Random, scene: Scene): Plan['outage'] {
  if (!random.chance(0.15)) return null;
  const fromMs = Math.floor(scene.startMs + (0.3 + random.next() * 0.6) * scene.spanMs);
  return { fromMs, untilMs: fromMs + outageMs };
}

/** What deployments bring: a third of them other definitions. */
const deploymentKinds = [
  'next layout',
  'next layout',
  'next layout',
  'next definitions',
  'next definitions',
  'from layout 1',
] as const;

function drawDeployment(random: Random, ofKind: Random, scene: Scene): Plan['deployment'] {
  if (!random.chance(0.25)) return null;
  const fromMs = Math.floor(scene.startMs + (0.2 + random.next() * 0.5) * scene.spanMs);
  const untilMs = Math.floor(fromMs + (0.2 + random.next()) * 6 * hourMs);
  return { kind: ofKind.pick(deploymentKinds), fromMs, untilMs };
}

/** The cast with its claims, in their order, after a time: the code that wrote layout 1 could not join. */
function claimedAfter({ users, visitors }: Cast, scene: Scene, fromMs: number): Cast {
  const leftMs = scene.startMs + scene.spanMs - fromMs;
  const later = (atMs: number) => Math.floor(fromMs + 120_000 + ((atMs - scene.startMs) / scene.spanMs) * leftMs);
  const moved = visitors.map((visitor) => {
    return { ...visitor, claims: visitor.claims.map((claim) => ({ ...claim, atMs: later(claim.atMs) })) };
  });
  return { users, visitors: moved, claimsFromMs: fromMs };
}

/** Makes, from its seed alone, everything that happens from outside in one run. */
export function planOf(seed: number): SimPlan {
  const chanceOf = (part: string) => createRandom('simulation', seed, part);
  const random = chanceOf('plan');
  const scene = drawScene(random);
  const ids = createDeedIds();
  const drawnCast = drawCast(random, scene);
  const history = random.chance(0.15) ? drawHistory(chanceOf('history'), scene, ids, drawnCast) : noHistory;
  const outage = drawOutage(random, scene);
  const deployment = drawDeployment(random, chanceOf('kind of deployment'), scene);
  const isFromLayout1 = deployment?.kind === 'from layout 1';
  const cast = isFromLayout1 ? claimedAfter(drawnCast, scene, deployment.fromMs) : drawnCast;
  const { calls, direct } = drawTraffic({ chanceOf, scene, ids, cast, history, outage });
  const lastMs = [...calls, ...direct].reduce((latest, one) => Math.max(latest, one.atMs), scene.startMs);
  const faultsUntilMs = Math.max(lastMs, deployment?.untilMs ?? 0, outage?.untilMs ?? 0) + hourMs;
  const faults = drawFaults(random);
  return {
    seed,
    startMs: scene.startMs,
    endMs: faultsUntilMs + random.below(longestQuietHours) * hourMs,
    calls,
    direct,
    faults: outage === null ? faults : withCountableRequests(faults),
    faultsUntilMs,
    outage,
    deployment,
    olderItems: history.items,
    events: [...calls, ...direct].flatMap((one) => one.events),
    history: history.deeds,
  };
}

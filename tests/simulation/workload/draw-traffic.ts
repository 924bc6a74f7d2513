import type { Random } from '#infra/local/demo/random.ts';
import type { Plan } from '../plan.ts';
import type { DeedIds } from './deed-ids.ts';
import { drawPoison, packMessages, type SimMessage } from './direct-messages.ts';
import type { Cast } from './draw-cast.ts';
import { drawEchoes } from './draw-echoes.ts';
import type { History } from './draw-history.ts';
import { drawImports } from './draw-imports.ts';
import { drawLives } from './draw-lives.ts';
import { drawOddSends } from './draw-odd-sends.ts';
import type { Scene } from './draw-scene.ts';
import { drawSends } from './draw-sends.ts';
import { packBursts, packCalls, type SimCall } from './pack-calls.ts';
import { rushIntoOutage } from './rush-into-outage.ts';

/** Everything that comes in, in the order of time. */
export type Traffic = { readonly calls: readonly SimCall[]; readonly direct: readonly SimMessage[] };

type Stage = {
  /** A stream of chance for each part, so that changing one does not change the others. */
  readonly chanceOf: (part: string) => Random;
  readonly scene: Scene;
  readonly ids: DeedIds;
  readonly cast: Cast;
  readonly history: History;
  readonly outage: Plan['outage'];
};

const byTime = <T extends { readonly atMs: number }>(list: readonly T[]) => list.toSorted((a, b) => a.atMs - b.atMs);

/** Draws what is sent through HTTP and what is put on the queue directly. */
export function drawTraffic({ chanceOf, scene, ids, cast, history, outage }: Stage): Traffic {
  const lives = drawLives(chanceOf('lives'), scene, ids, cast);
  const ordinary = drawSends(chanceOf('sends'), scene, lives.ordinary);
  const drawn = [
    ...ordinary,
    ...drawEchoes(chanceOf('echoes'), scene, cast, ordinary),
    ...drawOddSends(chanceOf('odd'), scene, ids, cast),
    ...history.again,
  ];
  const sends = rushIntoOutage(chanceOf('outage'), outage, drawn);
  const imports = drawImports(chanceOf('imports'), scene, ids, cast);
  const packing = chanceOf('packing');
  return {
    calls: byTime([...packCalls(packing, scene, sends), ...packBursts(packing, lives.burst)]),
    direct: byTime([...packMessages(sends), ...imports, ...drawPoison(chanceOf('poison'), scene)]),
  };
}

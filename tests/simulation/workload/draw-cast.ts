import type { Random } from '#infra/local/demo/random.ts';
import type { Scene } from './draw-scene.ts';
import type { SimTenant } from './sim-sources.ts';

/** How a user stands to e-mails: agrees, never tells an address, refuses from the first word on, or changes their mind. */
export type MailStance = 'agrees' | 'no address' | 'refuses' | 'changes';

export type User = {
  readonly tenant: SimTenant;
  readonly userId: string;
  readonly mail: MailStance;
  /** From when on a user who changes their mind refuses. */
  readonly refusesFromMs: number;
  /** How much of the traffic is theirs, relative to the others. */
  readonly weight: number;
};

/** A browser: first nobody's, then perhaps a user's, and perhaps claimed by a second one too. */
export type Visitor = {
  readonly tenant: SimTenant;
  readonly anonymousId: string;
  readonly claims: readonly { readonly user: User; readonly atMs: number; readonly by: 'identify' | 'alias' }[];
  readonly weight: number;
};

export type Cast = {
  readonly users: readonly User[];
  readonly visitors: readonly Visitor[];
  /** No claim comes before; 0 where that does not matter. */
  readonly claimsFromMs: number;
};

function drawUser(random: Random, scene: Scene, index: number, isHot: boolean): User {
  return {
    tenant: random.pick(scene.tenants),
    userId: `user-${index}`,
    mail: random.pick(['agrees', 'agrees', 'agrees', 'agrees', 'no address', 'refuses', 'changes']),
    refusesFromMs: scene.startMs + random.next() * scene.spanMs * 0.6,
    weight: isHot ? 8 + random.next() * 12 : 0.3 + random.next(),
  };
}

function drawVisitor(random: Random, scene: Scene, users: readonly User[], index: number): Visitor {
  const tenant = random.pick(scene.tenants);
  const candidates = users.filter((user) => user.tenant === tenant);
  // Some browsers, such as the one in the shop, see so much that their ids need pages before anyone claims them.
  const isBusy = random.chance(0.12);
  const isClaimed = candidates.length > 0 && (isBusy || random.chance(0.75));
  const count = !isClaimed ? 0 : random.chance(scene.rivalry) ? 2 : 1;
  const claims = Array.from({ length: count }, () => ({
    user: random.pick(candidates),
    atMs: Math.floor(scene.startMs + (0.1 + random.next() * 0.7) * scene.spanMs),
    by: random.pick(['identify', 'alias'] as const),
  }));
  const weight = isBusy ? 5 + random.next() * 7 : 0.3 + random.next() * 1.2;
  return { tenant, anonymousId: `browser-${index}`, claims, weight };
}

/** Draws who takes part in a run: one or two hot users among ordinary ones, and browsers that may become theirs. */
export function drawCast(random: Random, scene: Scene): Cast {
  const hot = 1 + random.below(2);
  const users = Array.from({ length: 8 + random.below(4) }, (_, index) => drawUser(random, scene, index, index < hot));
  const visitors = Array.from({ length: 3 + random.below(3) }, (_, index) => drawVisitor(random, scene, users, index));
  return { users, visitors, claimsFromMs: 0 };
}

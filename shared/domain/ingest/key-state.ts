import type { Source } from '#contracts/source.ts';

/** How a write key stands: `expiring` is still good, and has an end; `expired` and `revoked` are refused. */
export type KeyState = 'active' | 'expiring' | 'expired' | 'revoked';

/** How a write key stands at `nowMs`. A key expires at the very millisecond that is written down. */
export function keyStateOf({ expiresMs, revokedMs }: Pick<Source, 'expiresMs' | 'revokedMs'>, nowMs: number): KeyState {
  // Whoever revoked it meant it, also where the clock of this machine is behind theirs.
  if (revokedMs !== null) return 'revoked';
  if (expiresMs === null) return 'active';
  return nowMs < expiresMs ? 'expiring' : 'expired';
}

/** Whether a write key in this state is accepted. */
export function isAccepted(state: KeyState): boolean {
  return state === 'active' || state === 'expiring';
}

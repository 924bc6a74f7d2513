import { isoTime } from '#contracts/time.ts';
import { isAccepted, keyStateOf } from '#domain/ingest/key-state.ts';
import { CommandError, messageOf } from '../command-error.ts';
import { createKey } from './create-key.ts';
import { type KeyRing, keysOf } from './key-ring.ts';
import { type KeyView, keyView } from './key-view.ts';

const hourMs = 3_600_000;

/** What a rotation came to: the new key, and what becomes of the older ones. */
export type Rotation = KeyView & {
  readonly writeKey: string;
  /** When the older keys stop being accepted, at the latest. */
  readonly overlapEnds: string;
  /** The older keys that were accepted until now, with the ends that they have. */
  readonly older: readonly KeyView[];
  /** Older keys that could not be given an end, and why. */
  readonly notEnded: readonly { readonly keyId: string; readonly reason: string }[];
};

/**
 * Makes a new write key for a source, and lets the older ones end after an overlap of `overlapHours`. The new key is there
 * first, so that whatever stops in between, the source can go on sending; a key that ends earlier keeps its end.
 *
 * @throws CommandError where the source has no key that is accepted.
 */
export async function rotateKey(ring: KeyRing, source: string, overlapHours: number): Promise<Rotation> {
  const { sources, tenant, nowMs } = ring;
  const accepted = (await keysOf(ring, source)).filter((key) => isAccepted(keyStateOf(key, nowMs)));
  if (accepted.length === 0) {
    throw new CommandError(
      `Cannot rotate the keys of "${source}": ${tenant} has no such source with a key that is accepted; look at ` +
        `\`holdfast keys list\`, or make the first one with \`holdfast keys create --source "${source}"\``,
    );
  }
  const { writeKey, besides: _older, ...key } = await createKey(ring, source);
  const expiresMs = nowMs + overlapHours * hourMs;
  const older: KeyView[] = [];
  const notEnded: Rotation['notEnded'][number][] = [];
  for (const one of accepted) {
    try {
      older.push(keyView((await sources.expire(one, expiresMs)) ?? one, nowMs));
    } catch (error) {
      // The new key is shown only now: whatever goes wrong with the older ones must not lose it.
      notEnded.push({ keyId: one.keyId, reason: messageOf(error) });
    }
  }
  return { ...key, writeKey, overlapEnds: isoTime(expiresMs), older, notEnded };
}

import { sourceNameSchema } from '#contracts/identifier.ts';
import { isAccepted, keyStateOf } from '#domain/ingest/key-state.ts';
import { newSource } from '#domain/ingest/new-source.ts';
import { CommandError } from '../command-error.ts';
import { type KeyRing, keysOf } from './key-ring.ts';
import { type KeyView, keyView } from './key-view.ts';
import { newWriteKey } from './new-write-key.ts';

/** A key that was just made: the only time that it can be seen. */
export type CreatedKey = KeyView & {
  readonly writeKey: string;
  /** Other keys of the source that are accepted as well. */
  readonly besides: readonly KeyView[];
};

/**
 * Makes one more write key for a source.
 *
 * @throws CommandError where the source's name cannot be one.
 */
export async function createKey(ring: KeyRing, source: string): Promise<CreatedKey> {
  if (!sourceNameSchema.safeParse(source).success) {
    throw new CommandError(
      `Cannot create a write key: the source "${source}" must have a name of 1 to 100 characters; pass --source NAME`,
    );
  }
  const { sources, tenant, nowMs } = ring;
  const before = await keysOf(ring, source);
  const writeKey = newWriteKey();
  const made = newSource({ writeKey, tenant, name: source, createdMs: nowMs });
  if ((await sources.add(made)) === 'conflict') {
    throw new CommandError(`Cannot create a write key: the id ${made.keyId} is taken; run the command again`);
  }
  const besides = before.filter((key) => isAccepted(keyStateOf(key, nowMs)));
  return { ...keyView(made, nowMs), writeKey, besides: besides.map((key) => keyView(key, nowMs)) };
}

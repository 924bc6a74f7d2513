import { expect, test } from 'vitest';
import { isAccepted, keyStateOf } from '#domain/ingest/key-state.ts';

test.each([
  ['a key without an end', null, null, 'active', true],
  ['a key one millisecond before its end', 101, null, 'expiring', true],
  ['a key at its end', 100, null, 'expired', false],
  ['a key that was revoked', null, 50, 'revoked', false],
  ['a key that was revoked by a clock that is ahead', null, 150, 'revoked', false],
  ['a key that was revoked before its end', 200, 50, 'revoked', false],
])('keyStateOf and isAccepted say of %s how it stands', (_what, expiresMs, revokedMs, state, accepted) => {
  expect(keyStateOf({ expiresMs, revokedMs }, 100)).toBe(state);
  expect(isAccepted(keyStateOf({ expiresMs, revokedMs }, 100))).toBe(accepted);
});

import { expect, test } from 'vitest';
import { createUndoStack } from '#infra/local/undo-stack.ts';

test('createUndoStack ends the last first, each once, and goes on after a failure', async () => {
  const ended: string[] = [];
  const undo = createUndoStack();
  undo.add(async () => void ended.push('first'));
  undo.add(async () => Promise.reject(new Error('broken')));
  undo.add(async () => void ended.push('last'));
  const run = undo.run();
  expect(undo.run()).toBe(run);
  await expect(run).rejects.toThrow('Cannot end everything that was started');
  expect(ended).toEqual(['last', 'first']);
});

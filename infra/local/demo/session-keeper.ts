import type { DemoProgress, SavedSession } from './saved-session.ts';
import { saveSession } from './saved-session.ts';

/** Saves the session now and then, and when asked. Without a directory it saves nothing. */
export type SessionKeeper = {
  /** Saves unless that was done a moment ago. */
  keep(): Promise<void>;
  save(): Promise<void>;
};

const saveEveryMs = 2_000;

export function createSessionKeeper(options: {
  readonly directory: string | null;
  readonly writeKey: string;
  readonly virtualMs: () => number;
  readonly transitions: () => Record<string, number>;
  readonly progress: () => DemoProgress | null;
  readonly elapsedMs: () => number;
}): SessionKeeper {
  const { directory, writeKey } = options;
  let savedMs = Number.NEGATIVE_INFINITY;

  const save = async (): Promise<void> => {
    if (directory === null) return;
    savedMs = options.elapsedMs();
    const session: SavedSession = {
      schemaVersion: 1,
      writeKey,
      virtualMs: options.virtualMs(),
      transitions: options.transitions(),
      demo: options.progress(),
    };
    await saveSession(directory, session);
  };

  return {
    save,
    keep: async () => {
      if (options.elapsedMs() - savedMs >= saveEveryMs) await save();
    },
  };
}

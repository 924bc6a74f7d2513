import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import { CommandError, messageOf } from '../command-error.ts';
import type { Progress } from '../progress.ts';
import { type ImportState, writeImportState } from './import-state.ts';
import { type SendSettings, sendEvents } from './send-events.ts';

/** Least milliseconds between two writes of how far an import has come. */
const stateIntervalMs = 500;

export type RestSettings = Omit<SendSettings, 'onAcknowledged'> & {
  readonly progress: Progress;
  /** How messages name the files. */
  readonly label: string;
  /** The file that remembers the import. */
  readonly statePath: string;
};

/**
 * Sends `events`, which come after the ones that `from` says are sent, and remembers how far it came, also when it
 * fails. Returns how far that is.
 */
export async function sendRest(
  settings: RestSettings,
  from: ImportState,
  events: Iterable<CanonicalEvent>,
): Promise<ImportState> {
  const { progress, label, statePath } = settings;
  let state = from;
  let savedMs = performance.now();
  writeImportState(statePath, state);
  progress.begin('Sending', 'events', state.events - state.acknowledged);
  const onAcknowledged = (count: number) => {
    state = { ...state, acknowledged: state.acknowledged + count };
    progress.advance(count);
    if (performance.now() - savedMs < stateIntervalMs) return;
    savedMs = performance.now();
    writeImportState(statePath, state);
  };
  try {
    await sendEvents({ ...settings, onAcknowledged }, events);
  } catch (error) {
    throw new CommandError(
      `Cannot send the events of ${label}: ${messageOf(error)}; ${state.acknowledged} of ${state.events} are sent, run the same command again to go on`,
    );
  } finally {
    state = { ...state, status: state.acknowledged === state.events ? 'finished' : 'running' };
    writeImportState(statePath, state);
    progress.end();
  }
  return state;
}

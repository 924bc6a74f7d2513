import { randomBytes } from 'node:crypto';
import { createEmbeddedClock, type EmbeddedClock } from '../clock.ts';
import { followedDays, historyDays } from './run-demo.ts';
import { type DemoProgress, loadSession, type SavedSession } from './saved-session.ts';
import type { StartArguments } from './start-arguments.ts';

/** What a run begins with: something new, or what an earlier one saved. */
export type OpenedSession = {
  readonly clock: EmbeddedClock;
  readonly writeKey: string;
  readonly transitionsBefore: Readonly<Record<string, number>>;
  /** How far the demo's population has lived; null without a demo. */
  readonly demo: DemoProgress | null;
};

const dayMs = 86_400_000;
/** The same days in every run of `--once`, so that its counts can be compared. */
const onceFromMs = Date.UTC(2026, 0, 1);

/**
 * Opens the session that the arguments ask for.
 * @throws Error `Cannot go on in …` when the data there are of another population, or of a later time.
 */
export async function openSession(given: StartArguments, presentMs: number): Promise<OpenedSession> {
  const saved = given.dataDirectory === null ? null : await loadSession(given.dataDirectory);
  return saved === null ? newSession(given, presentMs) : continuedSession(given, saved, presentMs);
}

function newSession(given: StartArguments, presentMs: number): OpenedSession {
  const writeKey = randomBytes(16).toString('hex');
  if (given.once) {
    const clock = createEmbeddedClock({ startMs: onceFromMs, speed: 0, stopsAtPresent: false });
    return { clock, writeKey, transitionsBefore: {}, demo: null };
  }
  if (!given.hasDemo) {
    const clock = createEmbeddedClock({ startMs: presentMs, speed: 1, stopsAtPresent: true });
    return { clock, writeKey, transitionsBefore: {}, demo: null };
  }
  const fromMs = presentMs - (historyDays + followedDays) * dayMs;
  const { seed, customers } = given;
  const demo = { seed, customers, fromMs, sentUntilMs: fromMs, contacts: [], lastMailId: null };
  const clock = createEmbeddedClock({ startMs: fromMs, speed: 0, stopsAtPresent: true });
  return { clock, writeKey, transitionsBefore: {}, demo };
}

function continuedSession(given: StartArguments, saved: SavedSession, presentMs: number): OpenedSession {
  const { writeKey, virtualMs, transitions, demo } = saved;
  const refuse = (reason: string): Error =>
    new Error(`Cannot go on in ${given.dataDirectory}: ${reason}; pass another --data, or delete that one`);
  if (virtualMs > presentMs) throw refuse(`it is of ${new Date(virtualMs).toISOString()}, which is yet to come`);
  const common = { writeKey, transitionsBefore: transitions };
  if (!given.hasDemo) {
    // Whatever is there stays; from now on it is the present.
    const clock = createEmbeddedClock({ startMs: presentMs, speed: 1, stopsAtPresent: true });
    return { ...common, clock, demo };
  }
  if (demo === null) throw refuse('no demo has run there (--no-demo)');
  if (demo.seed !== given.seed || demo.customers !== given.customers) {
    throw refuse(`it holds ${demo.customers} customers of seed "${demo.seed}"`);
  }
  if (virtualMs - demo.sentUntilMs > dayMs) throw refuse('it has been run without the demo since');
  const clock = createEmbeddedClock({ startMs: virtualMs, speed: 0, stopsAtPresent: true });
  return { ...common, clock, demo };
}

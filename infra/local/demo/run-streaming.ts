import { once } from 'node:events';
import { setTimeout as pauseFor } from 'node:timers/promises';
import { removeLocalConnection, writeLocalConnection } from '#infra/command-line/local-connection.ts';
import { projectDirectory } from '#infra/project-directory.ts';
import { retention } from '#retention/retention.ts';
import { presentMs } from '../clock-reading.ts';
import { startConsoleServer } from '../console-server/console-server.ts';
import { createStoredConsoleSource } from '../console-server/stored-console-source.ts';
import type { UndoStack } from '../undo-stack.ts';
import { displayLines, type LiveDisplay } from './live-display.ts';
import { createLivingPopulation, type LivingPopulation } from './living-population.ts';
import type { OpenedSession } from './open-session.ts';
import { runDemo } from './run-demo.ts';
import { localTenant, type RunningHoldfast } from './running-holdfast.ts';
import { createSessionKeeper, type SessionKeeper } from './session-keeper.ts';
import type { StartArguments } from './start-arguments.ts';

/** What a run is given and what it owns. */
export type Run = {
  readonly given: StartArguments;
  readonly display: LiveDisplay;
  readonly signal: AbortSignal;
  /** Ends the run because something that it stands on has broken. */
  readonly fail: (error: Error) => void;
  /** What ends everything that was started. */
  readonly endings: UndoStack;
};

const drawEveryMs = 500;

/** How long a step under way may take after the signal: what it leaves undone is sent again when the data are kept. */
const graceMs = 2_000;

/** Serves the console, streams the demo if there is one, and shows the counts, until the signal fires. */
export async function runStreaming(run: Run, session: OpenedSession, holdfast: RunningHoldfast): Promise<void> {
  const { given, display, signal, endings } = run;
  signal.throwIfAborted();
  let phase = 'waiting for events';
  const setPhase = (next: string): void => {
    phase = next;
  };
  const consoleUrl = await openConsole(run, holdfast, () => phase);
  tellWhereItIs(run, holdfast, consoleUrl);

  const population = given.hasDemo && session.demo !== null ? createLivingPopulation(session.demo) : null;
  const keeper = createSessionKeeper({
    directory: given.dataDirectory,
    writeKey: holdfast.writeKey,
    virtualMs: holdfast.clock.nowMs,
    transitions: holdfast.tally.transitions,
    progress: () => (population === null ? session.demo : population.progress()),
    elapsedMs: () => performance.now(),
  });
  endings.add(keeper.save);

  const line = () => ({ virtualMs: holdfast.clock.nowMs(), phase, counts: holdfast.figures.counts() });
  const draw = async (): Promise<void> => {
    while (!signal.aborted) {
      display.show(line());
      await keeper.keep();
      await holdfast.pause(drawEveryMs);
    }
  };
  await Promise.all([
    holdfast.figures.keepFresh(signal),
    draw(),
    population === null
      ? null
      : withinGrace(signal, streamDemo(run, holdfast, { population, session, keeper, setPhase })),
  ]);
  await refreshOnceMore(holdfast, display);
  display.say(['At the end:', ...displayLines(line())].join('\n  '));
}

/** Waits for work that ends itself after the signal, but not for longer than the grace. */
async function withinGrace(signal: AbortSignal, work: Promise<void>): Promise<void> {
  const graceOver = new AbortController();
  const deadline = once(signal, 'abort', { signal: graceOver.signal })
    .then(() => pauseFor(graceMs, undefined, { signal: graceOver.signal }))
    .catch((error: unknown) => {
      if (!graceOver.signal.aborted) throw error;
    });
  try {
    await Promise.race([work, deadline]);
  } catch (error) {
    // Whatever it stood on may have ended with the same Ctrl-C.
    if (!signal.aborted) throw error;
  } finally {
    graceOver.abort();
  }
}

/** Ctrl-C reaches every process of a terminal: the tables may have ended first, and then the last counts stand. */
async function refreshOnceMore({ figures }: RunningHoldfast, display: LiveDisplay): Promise<void> {
  try {
    await figures.refresh();
  } catch (error) {
    display.say(
      `Cannot read the final counts, these are a few seconds old: ${error instanceof Error ? error.message : error}`,
    );
  }
}

async function openConsole(run: Run, holdfast: RunningHoldfast, phase: () => string): Promise<string> {
  const server = await startConsoleServer({
    port: run.given.port,
    log: run.display.say,
    source: createStoredConsoleSource({
      tenant: localTenant,
      definitions: retention,
      ledger: holdfast.views.ledger,
      profiles: holdfast.views.profiles,
      mails: holdfast.stack.mailbox,
      counts: holdfast.figures.counts,
      phase,
      nowMs: holdfast.clock.nowMs,
    }),
  });
  run.endings.add(server.stop);
  return server.url;
}

function streamDemo(
  run: Run,
  holdfast: RunningHoldfast,
  demo: {
    readonly population: LivingPopulation;
    readonly session: OpenedSession;
    readonly keeper: SessionKeeper;
    readonly setPhase: (phase: string) => void;
  },
): Promise<void> {
  const { population, session, keeper, setPhase } = demo;
  return runDemo(holdfast, {
    population,
    fromMs: session.demo?.fromMs ?? holdfast.clock.nowMs(),
    hoursPerSecond: run.given.hoursPerSecond,
    signal: run.signal,
    say: run.display.say,
    setPhase,
    onStep: keeper.keep,
  });
}

function tellWhereItIs({ display, endings }: Run, holdfast: RunningHoldfast, consoleUrl: string): void {
  const { stack, clock, writeKey } = holdfast;
  const startedMs = presentMs();
  const writeConnection = (): void => {
    writeLocalConnection(projectDirectory, {
      processId: process.pid,
      startedMs,
      apiUrl: stack.apiUrl,
      consoleUrl,
      tenant: localTenant,
      writeKey,
      endpoints: stack.endpoints,
      outputs: { ...stack.outputs },
      clock: { realMs: presentMs(), virtualMs: clock.nowMs(), speed: clock.speed(), stopsAtPresent: true },
    });
  };
  writeConnection();
  const forget = clock.onAdvance(writeConnection);
  endings.add(async () => {
    forget();
    removeLocalConnection(projectDirectory);
  });
  display.say(`Console    ${consoleUrl}`);
  display.say(`HTTP API   ${stack.apiUrl}`);
  display.say(`Write key  ${writeKey}`);
  display.say(`To send events of your own: export API=${stack.apiUrl} WRITE_KEY=${writeKey}`);
  display.say('Ctrl-C stops everything.\n');
}

/** Ctrl-C, once and again. */
export type StopSignal = {
  /** Fires with the first SIGINT or SIGTERM. */
  readonly signal: AbortSignal;
  /** Fires it without a Ctrl-C, so that whatever still runs comes to its end. */
  end(): void;
  /** Stops listening. */
  release(): void;
};

const forcedExitCode = 130;

/** npm passes on a Ctrl-C that the terminal has sent to this process as well: what comes this soon is the same one. */
const sameMs = 1_000;

/** Listens for SIGINT and SIGTERM: the first asks for an orderly end, a second ends the process at once. */
export function listenForStop(onFirst: () => void): StopSignal {
  const controller = new AbortController();
  let firstMs: number | null = null;
  const receive = (): void => {
    if (firstMs === null) {
      firstMs = performance.now();
      controller.abort();
      onFirst();
    } else if (performance.now() - firstMs > sameMs) {
      // Exit listeners end the child processes that are left.
      process.exit(forcedExitCode);
    }
  };
  process.on('SIGINT', receive);
  process.on('SIGTERM', receive);
  return {
    signal: controller.signal,
    end: () => controller.abort(),
    release: () => {
      process.off('SIGINT', receive);
      process.off('SIGTERM', receive);
    },
  };
}

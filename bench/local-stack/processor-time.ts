import { databaseProcess } from './database-process.ts';

/** Processor time in seconds; of the database 0 where the system does not show it. */
export type ProcessorTime = { readonly stack: number; readonly database: number };

/** What this process, with all its threads, and its database have used since they were started. */
function usedSoFar(): ProcessorTime {
  const { user, system } = process.cpuUsage();
  return { stack: (user + system) / 1e6, database: databaseProcess()?.processorSeconds ?? 0 };
}

/** Watches processor time; the answer gives what was used since. */
export function watchProcessorTime(): () => ProcessorTime {
  const before = usedSoFar();
  return () => {
    const now = usedSoFar();
    return { stack: now.stack - before.stack, database: now.database - before.database };
  };
}

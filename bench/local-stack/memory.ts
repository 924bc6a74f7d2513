import { databaseProcess } from './database-process.ts';

/** Memory of the whole stack, in megabytes; of its database null where the system does not show it. */
export type Memory = { readonly stack: number; readonly database: number | null };

const sampleEveryMs = 200;
const megabyte = 2 ** 20;

/** Watches memory; `stop` gives the most that was resident at once. */
export function watchMemory(): { readonly stop: () => Memory } {
  let stack = 0;
  let database: number | null = null;
  const sample = () => {
    stack = Math.max(stack, Math.round(process.memoryUsage.rss() / megabyte));
    const now = databaseProcess();
    if (now !== null) database = Math.max(database ?? 0, Math.round(now.residentMegabytes));
  };
  sample();
  const timer = setInterval(sample, sampleEveryMs);
  return {
    stop: () => {
      clearInterval(timer);
      sample();
      return { stack, database };
    },
  };
}

import { readFileSync } from 'node:fs';

/** What the system tells of the database's process. */
export type DatabaseProcess = { readonly residentMegabytes: number; readonly processorSeconds: number };

/** Ticks of a second in which Linux counts processor time, on every platform that Node.js runs on. */
const ticksPerSecond = 100;
/** Where user and system time lie in `/proc/…/stat` after the name of the process (proc_pid_stat, fields 14 and 15). */
const userTimeField = 11;
const systemTimeField = 12;

/** The processes that this one has started, where Linux shows them. */
function childProcesses(): readonly string[] {
  try {
    return readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').split(' ').filter(Boolean);
  } catch {
    return [];
  }
}

function readProcess(processId: string): DatabaseProcess | null {
  try {
    const status = readFileSync(`/proc/${processId}/status`, 'utf8');
    const kilobytes = /^VmRSS:\s+(\d+)/m.exec(status)?.[1];
    if (!/^Name:\s+(dynoxide|java)/m.test(status) || kilobytes === undefined) return null;
    const stat = readFileSync(`/proc/${processId}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = Number(fields[userTimeField]) + Number(fields[systemTimeField]);
    return { residentMegabytes: Number(kilobytes) / 1024, processorSeconds: ticks / ticksPerSecond };
  } catch {
    // It has just ended.
    return null;
  }
}

/** The database that this process has started; null where there is none, or the system does not show it. */
export function databaseProcess(): DatabaseProcess | null {
  for (const processId of childProcesses()) {
    const found = readProcess(processId);
    if (found !== null) return found;
  }
  return null;
}

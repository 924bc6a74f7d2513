import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';
import { runImport } from '#infra/command-line/import/run-import.ts';
import { silentProgress } from '#infra/command-line/progress.ts';
import { retention } from '#retention/retention.ts';
import { orderMapping } from './order-files.ts';

/** Reads, unpacks and parses, and does nothing else. Returns how many rows there were. */
async function readBare(paths: readonly string[]): Promise<number> {
  let rows = 0;
  for (const path of paths) {
    const file = createReadStream(path, { highWaterMark: 256 * 1024 });
    const text = path.endsWith('.gz') ? file.pipe(createGunzip()) : file;
    for await (const _row of text.pipe(parse({ from: 2 }))) rows += 1;
  }
  return rows;
}

/** Imports into a queue that takes everything at once. */
async function importAll(paths: readonly string[], stateDirectory: string) {
  const summary = await runImport({
    paths,
    named: { mapping: orderMapping, path: 'bench', contentHash: 'bench' },
    lookups: new Map(),
    tenant: 'bench',
    plan: retention.plan,
    asOfMs: null,
    nowMs: Date.UTC(2026, 0, 1),
    refuseBadRows: false,
    again: true,
    destination: {
      deployment: 'bench',
      queue: { send: async () => {} },
      seeThrough: async () => ({ drained: true, problem: null }),
    },
    stateDirectory,
    signal: new AbortController().signal,
    progress: silentProgress,
  });
  const { checkSeconds, seconds, eventCount } = summary;
  return { rows: summary.rows.read, events: eventCount, checkSeconds, sendSeconds: seconds - checkSeconds };
}

const [kind = '', stateDirectory = '', ...paths] = process.argv.slice(2);
const startedMs = performance.now();
const read = kind === 'bare' ? { rows: await readBare(paths) } : await importAll(paths, stateDirectory);
const seconds = (performance.now() - startedMs) / 1000;
// The most memory that the process ever had, in kilobytes as the system counts it.
const residentMegabytes = Math.round(process.resourceUsage().maxRSS / 1024);
process.stdout.write(JSON.stringify({ ...read, seconds, residentMegabytes }));

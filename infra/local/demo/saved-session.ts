import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { timeMsSchema } from '#contracts/time.ts';

const count = z.int().min(0);

/** How far the demo's population has lived, so that the same population can go on. */
const demoProgressSchema = z.strictObject({
  seed: z.string(),
  customers: count,
  fromMs: timeMsSchema,
  sentUntilMs: timeMsSchema,
  /** Whom the e-mails reached, in order: the population reacts to each in the same way again. */
  contacts: z.array(z.strictObject({ customerId: z.string(), atMs: timeMsSchema, positionMs: timeMsSchema })),
  /** The last mail that has been reacted to. */
  lastMailId: z.string().nullable(),
});
export type DemoProgress = z.infer<typeof demoProgressSchema>;

const savedSessionSchema = z.strictObject({
  schemaVersion: z.literal(1),
  writeKey: z.string(),
  virtualMs: timeMsSchema,
  transitions: z.record(z.string(), count),
  /** Null where no demo has run. */
  demo: demoProgressSchema.nullable(),
});

/** What `npm start -- --data DIR` needs to go on, beside the tables, queues and mails. */
export type SavedSession = z.infer<typeof savedSessionSchema>;

const fileName = 'session.json';

/**
 * Reads what an earlier run saved; null if none did.
 * @throws Error `Cannot go on in …` when the file is not one of ours.
 */
export async function loadSession(directory: string): Promise<SavedSession | null> {
  const path = join(directory, fileName);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw new Error(`Cannot go on in ${directory}: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    });
  }
  try {
    return savedSessionSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new Error(
      `Cannot go on in ${directory}: ${path} is not a saved session; delete the directory to start over`,
      {
        cause: error,
      },
    );
  }
}

/** Saves a session whole: a run that dies while saving leaves the one before. */
export async function saveSession(directory: string, session: SavedSession): Promise<void> {
  await mkdir(directory, { recursive: true });
  const path = join(directory, fileName);
  await writeFile(`${path}.part`, JSON.stringify(session));
  await rename(`${path}.part`, path);
}

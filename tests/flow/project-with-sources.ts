import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { EventBridgeSource } from '#domain/ingest/event-bridge-source.ts';
import type { BuildAppOptions } from '#infra/holdfast-app.ts';
import { projectDirectory } from '#infra/project-directory.ts';

/**
 * The project as a deployer has it who edits `retention/sources.ts`: a copy in which that file holds another text. Gives what
 * a synthesis of it takes.
 */
export async function projectWithSources(directory: string, text: string): Promise<BuildAppOptions> {
  await mkdir(directory, { recursive: true });
  for (const part of ['functions', 'shared', 'retention', 'package.json']) {
    await cp(join(projectDirectory, part), join(directory, part), { recursive: true });
  }
  const file = join(directory, 'retention', 'sources.ts');
  await writeFile(file, text);
  const { sources }: { sources: readonly EventBridgeSource[] } = await import(pathToFileURL(file).href);
  return { entryDirectory: join(directory, 'functions'), sources };
}

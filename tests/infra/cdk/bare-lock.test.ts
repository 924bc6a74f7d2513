import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readLock } from '#domain/declaring/read-lock.ts';
import { lockOf } from '#domain/lock-of.ts';
import { defineRetention, type RetentionDefinitions } from '#domain/retention-definitions.ts';
import { bareLock } from '#infra/bundling/bare-lock.ts';
import { bundleFunction } from '#infra/bundling/bundle-function.ts';
import { lockFile } from '#infra/command-line/features/open-lock.ts';
import { projectDirectory } from '#infra/project-directory.ts';
import { declared } from '#retention/declared.ts';

const lock = lockOf(declared, null);
const entry = `import lock from './retention.lock.json' with { type: 'json' };\nexport const handler = () => lock;\n`;

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'holdfast-locks-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

async function bundled(content: unknown) {
  const folder = mkdtempSync(join(directory, 'function-'));
  writeFileSync(join(folder, 'index.ts'), entry);
  writeFileSync(join(folder, 'retention.lock.json'), JSON.stringify(content));
  const bundle = await bundleFunction(join(folder, 'index.ts'), join(folder, 'bundle'));
  return { bundle, path: join(bundle.directory, 'index.mjs') };
}

/** Everything under which profiles hold what was declared. */
function numbersIn(definitions: RetentionDefinitions) {
  const { cells, features, segments, segmentNumbers, highestSegmentNumber, judgedBefore, unlisted } = definitions;
  return {
    cells,
    featureCells: [...features.values()].map((feature) => [feature.definition.name, feature.cells]),
    segments: segments.map(({ definition, number }) => [definition.name, number]),
    segmentNumbers,
    highestSegmentNumber,
    judgedBefore,
    unlisted: { cells: unlisted.cells, segments: unlisted.segments },
  };
}

describe('bareLock', () => {
  test('bareLock leaves every number as it is', () => {
    const bare = defineRetention(declared, readLock(JSON.parse(JSON.stringify(bareLock(lock)))));
    expect(numbersIn(bare)).toEqual(numbersIn(defineRetention(declared, lock)));
  });

  test('bareLock leaves the numbers of what is declared no longer', () => {
    const [segment, ...rest] = lock.segments;
    const old = { ...lock, segments: [{ ...segment, version: 7, number: 99 }, ...rest] };
    expect(numbersIn(defineRetention(declared, bareLock(readLock(old))))).toEqual(
      numbersIn(defineRetention(declared, readLock(old))),
    );
  });
});

describe('bareLocks', () => {
  test('bareLocks puts the numbers alone into a bundle', async () => {
    const { bundle, path } = await bundled(lock);
    const { handler } = await import(/* @vite-ignore */ pathToFileURL(path).href);
    expect(handler()).toEqual(bareLock(lock));
    expect(bundle.bundleBytes).toBeLessThan(JSON.stringify(lock).length / 4);
  });

  test('bareLocks refuses to bundle a lock that cannot be read', async () => {
    await expect(bundled({ ...lock, judgedBefore: null })).rejects.toThrow(
      'Cannot read retention.lock.json: judgedBefore Invalid input: expected array, received null',
    );
  });

  test('bareLocks finds the lock of the deployment', async () => {
    const bundle = await bundleFunction(
      join(projectDirectory, 'functions', 'announce', 'index.ts'),
      join(directory, 'announce'),
    );
    const text = readFileSync(join(bundle.directory, 'index.mjs'), 'utf8');
    const listed = readLock(JSON.parse(readFileSync(join(projectDirectory, lockFile), 'utf8')));
    expect(text.match(/definition:null/g)?.length).toBe(listed.segments.length);
  });
});

import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { projectDirectory } from '../project-directory.ts';
import { bareLocks } from './bare-lock.ts';
import { leanInstruments } from './lean-instruments.ts';
import { leanSchemas } from './lean-schemas.ts';

/** CommonJS packages inside an ESM bundle still call `require` for what Node itself brings. */
const requireBanner =
  "import{createRequire as holdfastCreateRequire}from'node:module';const require=holdfastCreateRequire(import.meta.url);";

/** Where one function's code is and how large it is. */
export interface FunctionBundle {
  /** The folder that becomes the Lambda asset: `index.mjs`, the files that it loads, and their source maps. */
  readonly directory: string;
  /**
   * Size in bytes of all that a cold start loads: `index.mjs`, and what that shares with code that is loaded later. Minified,
   * without source maps.
   */
  readonly bundleBytes: number;
  /** Size in bytes of the files that are loaded when they are first needed, if ever. */
  readonly loadedLaterBytes: number;
  readonly sourceMapBytes: number;
}

const entryFile = 'index.mjs';

/** The files that are loaded with the entry: those that it imports by a statement, and those that they do. */
function loadedAtOnce(outputs: Metafile['outputs']): Set<string> {
  const found = new Set([entryFile]);
  for (const file of found) {
    for (const { kind, path, external } of outputs[file]?.imports ?? []) {
      if (kind === 'import-statement' && external !== true) found.add(path);
    }
  }
  return found;
}

/**
 * Bundles one Lambda function: the same bytes for the same sources. What the function imports by `import()` alone becomes a file of
 * its own, which a cold start does not load.
 *
 * `@aws-sdk/*` stays outside: the Lambda runtime brings it, and one client alone would fill the bundle's budget.
 *
 * @param entryPath the module that exports `handler`.
 * @param directory where to write; made when missing.
 * @throws Error when there is no module at `entryPath`, or when esbuild cannot bundle it.
 */
export async function bundleFunction(entryPath: string, directory: string): Promise<FunctionBundle> {
  if (!existsSync(entryPath)) {
    throw new Error(`Cannot bundle a function: there is no file ${entryPath}; create it and export handler from it`);
  }
  const { outputFiles, metafile } = await build({
    absWorkingDir: projectDirectory,
    entryPoints: { index: entryPath },
    // Nothing is written here: the name only settles how the source maps refer to the sources.
    outdir: projectDirectory,
    outExtension: { '.js': '.mjs' },
    chunkNames: '[name]-[hash]',
    write: false,
    metafile: true,
    bundle: true,
    splitting: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    charset: 'utf8',
    legalComments: 'none',
    sourcemap: 'linked',
    sourcesContent: false,
    external: ['@aws-sdk/*'],
    banner: { js: requireBanner },
    plugins: [bareLocks, leanInstruments, leanSchemas],
    logLevel: 'silent',
  });
  await mkdir(directory, { recursive: true });
  for (const { path, contents } of outputFiles) await writeFile(join(directory, basename(path)), contents);
  const atOnce = loadedAtOnce(metafile.outputs);
  const sizeOf = (isMeant: (file: string) => boolean) =>
    Object.entries(metafile.outputs).reduce((sum, [file, { bytes }]) => (isMeant(file) ? sum + bytes : sum), 0);
  const isMap = (file: string) => file.endsWith('.map');
  return {
    directory,
    bundleBytes: sizeOf((file) => atOnce.has(file)),
    loadedLaterBytes: sizeOf((file) => !atOnce.has(file) && !isMap(file)),
    sourceMapBytes: sizeOf(isMap),
  };
}

import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { projectDirectory } from '../project-directory.ts';
import { lambdaOnlyModules } from './lambda-only-modules.ts';
import { leanSchemas } from './lean-schemas.ts';

/** CommonJS packages inside an ESM bundle still call `require` for what Node itself brings. */
const requireBanner =
  "import{createRequire as holdfastCreateRequire}from'node:module';const require=holdfastCreateRequire(import.meta.url);";

/** Where one function's code is and how large it is. */
export interface FunctionBundle {
  /** The folder that becomes the Lambda asset: `index.mjs` and `index.mjs.map`. */
  readonly directory: string;
  /** Size of `index.mjs` in bytes: minified, without its source map. */
  readonly bundleBytes: number;
  readonly sourceMapBytes: number;
}

/**
 * Bundles one Lambda function into one ESM file, the same bytes for the same sources.
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
  const { outputFiles } = await build({
    absWorkingDir: projectDirectory,
    entryPoints: [entryPath],
    // Nothing is written here: the name only settles how the source map refers to the sources.
    outfile: join(projectDirectory, 'index.mjs'),
    write: false,
    bundle: true,
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
    plugins: [lambdaOnlyModules, leanSchemas],
    logLevel: 'silent',
  });
  await mkdir(directory, { recursive: true });
  const sizes = new Map<string, number>();
  for (const { path, contents } of outputFiles) {
    sizes.set(basename(path), contents.byteLength);
    await writeFile(join(directory, basename(path)), contents);
  }
  return { directory, bundleBytes: sizes.get('index.mjs') ?? 0, sourceMapBytes: sizes.get('index.mjs.map') ?? 0 };
}

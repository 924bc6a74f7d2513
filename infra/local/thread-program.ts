import { isBuiltin } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build, type Plugin, stop } from 'esbuild';

/**
 * V8 would give each thread 192 MB for young objects, and use them up before it looks what is garbage. With this much it
 * looks more often, which costs next to nothing: what an invocation or a request leaves behind is garbage at once.
 */
export const maxYoungGenerationSizeMb = 24;

/** Packages are not copied into the program: they are found once, from here, and named by where they are. */
const packagesWhereTheyAre: Plugin = {
  name: 'packages-where-they-are',
  setup: (setup) => {
    setup.onResolve({ filter: /^[^./]/ }, ({ path, kind }) => {
      if (kind === 'entry-point') return undefined;
      return { path: isBuiltin(path) ? path : import.meta.resolve(path), external: true };
    });
  },
};

const programs = new Map<string, Promise<URL>>();

/**
 * Makes the program of a worker thread from its TypeScript module: one module of JavaScript, as a URL that a worker can
 * be started with. Each is made once in a process.
 *
 * Node.js could run the TypeScript itself, but each thread would load its compiler for that: 13 MB and 25 ms a thread.
 *
 * @throws Error when the module cannot be compiled.
 */
export const threadProgram = (entry: URL): Promise<URL> => {
  const known = programs.get(entry.href);
  if (known !== undefined) return known;
  const made = compile(entry);
  programs.set(entry.href, made);
  return made;
};

/** Compilations under way: the last to end also ends esbuild's process, which would outlive ours by a moment. */
let compiling = 0;

const compile = async (entry: URL): Promise<URL> => {
  compiling += 1;
  try {
    return await compileOne(entry);
  } finally {
    compiling -= 1;
    if (compiling === 0) await stop();
  }
};

const compileOne = async (entry: URL): Promise<URL> => {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(entry)],
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    plugins: [packagesWhereTheyAre],
    logLevel: 'silent',
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error(`Cannot start a thread: ${entry.href} was compiled to nothing`);
  return new URL(`data:text/javascript;base64,${Buffer.from(file.contents).toString('base64')}`);
};

import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Plugin } from 'esbuild';
import { type Cut, cutSource } from './cut-source.ts';

const leanFiles = /[/\\]zod[/\\]v4[/\\]classic[/\\](schemas|external|iso|errors)\.js$/;

/** Methods that call one function, and where they are written as the same three lines. */
const methodOf = (names: string) => new RegExp(`^ {4}(?:async )?(${names})(?:: .*|\\(.*)\\{\\n.*\\n {4}\\},$`, 'gm');

const throwingMethod = (instead: string) => (_match: string, name: string) =>
  `${name}: notInBundle('${name}', '${instead}'),`;

const throwingFunctions = `
const notInBundle = (name, instead) => () => {
  throw new Error('Cannot call ' + name + ' of a schema: the method is not in the bundle; ' + instead);
};
const createToJSONSchemaMethod = () => () => {
  throw new Error('Cannot write a schema as JSON Schema: the method is not in the bundle; call z.toJSONSchema');
};
const createStandardJSONSchemaMethod = createToJSONSchemaMethod;
`;

const cutsOfClasses: readonly Cut[] = [
  {
    what: 'the processors of JSON Schema',
    pattern: /^\s*inst\._zod\.processJSONSchema = .*;$/gm,
    replacement: '',
  },
  {
    what: 'the methods of JSON Schema',
    pattern: /^import \{ createStandardJSONSchemaMethod, createToJSONSchemaMethod \} from .*;$/gm,
    replacement: throwingFunctions,
  },
  {
    what: 'the bounds that a schema tells of itself',
    pattern: /processors\.aggregateChecks\(inst\)/g,
    replacement: `notInBundle('a bound', 'keep it beside the schema')()`,
  },
  {
    what: 'the formats as methods of text',
    pattern: /^ {4}(\w+)\(params\) \{\n {8}return this\.check\(core\._\w+\(Zod\w+, params\)\);\n {4}\},$/gm,
    replacement: throwingMethod('call the function of z with this name'),
  },
  {
    what: 'encoding and decoding',
    pattern: methodOf('(?:safeE|e)ncode(?:Async)?|(?:safeD|d)ecode(?:Async)?'),
    replacement: throwingMethod('parse instead'),
  },
  {
    what: 'parsing that waits',
    pattern: methodOf('(?:parse|safeParse|validate)Async'),
    replacement: throwingMethod('parse instead'),
  },
  { what: 'intersections', pattern: methodOf('and'), replacement: throwingMethod('extend the object instead') },
  {
    what: 'rarer wrappings',
    pattern: methodOf('exactOptional|nonoptional|prefault|catch|readonly|superRefine|overwrite'),
    replacement: throwingMethod('call the function of z with this name'),
  },
  {
    what: 'rarer checks of text',
    pattern: methodOf('includes|startsWith|endsWith|lowercase|uppercase|slugify'),
    replacement: throwingMethod('call refine or regex instead'),
  },
  {
    what: 'rarer changes of objects',
    pattern: methodOf('omit|safeExtend|merge|exactPartial|partial|required'),
    replacement: throwingMethod('name the properties instead'),
  },
  // What functions parse was JSON or a flat record before, and cannot contain itself.
  { what: 'the memory of cycles', pattern: /core\.config\(\{ memoizer: core\.memoizer\(\) \}\)/g, replacement: '{}' },
  // Imported by way of another module, all of these tools stay in the bundle, used or not.
  {
    what: 'the tools',
    pattern: /^import \{ util \} from "\.\.\/core\/index\.js";$/gm,
    replacement: 'import * as util from "../core/util.js";',
  },
  { what: 'a tool', pattern: /\bcore\.util\./g, replacement: 'util.' },
];

/** `z.iso` is one thing to the bundler: whoever calls one function of it gets all. */
const cutsOfTimes: readonly Cut[] = [
  {
    what: 'the formats of times that are not in a calendar',
    pattern: /^export function (time|duration)\(params\) \{\n.*\n\}$/gm,
    replacement: (_match, name) =>
      `export const ${name} = () => { throw new Error('Cannot call z.iso.${name}: it is not in the bundle; call regex'); };`,
  },
  {
    what: 'the classes of formats of times',
    pattern: /^export \{ ZodISODate, ZodISODateTime, ZodISODuration, ZodISOTime \} from "\.\/schemas\.js";$/gm,
    replacement: '',
  },
];

const cutsOfExports: readonly Cut[] = [
  {
    what: 'the way to the classes of formats of times',
    pattern: /(?<=^export \{ ZodISODateTime, ZodISODate, ZodISOTime, ZodISODuration \} from )"\.\/iso\.js"(?=;$)/gm,
    replacement: '"./schemas.js"',
  },
];

const cutsOfErrors: readonly Cut[] = [
  {
    what: 'the forms of errors',
    pattern: /\(mapper\) => core\.(format|flatten)Error\(self, mapper\)/g,
    replacement: (_match, name) =>
      `() => { throw new Error('Cannot call ${name} of an error: it is not in the bundle; read issues'); }`,
  },
];

const cutsOf: Readonly<Record<string, readonly Cut[]>> = {
  'schemas.js': cutsOfClasses,
  'external.js': cutsOfExports,
  'iso.js': cutsOfTimes,
  'errors.js': cutsOfErrors,
};

/**
 * An esbuild plugin that cuts the threads by which every zod schema holds on to what no function uses, 45 KB: foremost the
 * writer of JSON Schema. Who calls `z.toJSONSchema` still gets all of it: that function brings its own table of writers.
 */
export const leanSchemas: Plugin = {
  name: 'lean-schemas',
  setup(build) {
    build.onLoad({ filter: leanFiles }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      return { contents: leanSource(source, path), loader: 'js' };
    });
  },
};

/**
 * Cuts out of zod's classes what functions do not use. Each method that is cut says so when it is called.
 *
 * @throws Error when the source does not look as expected, so that an upgrade of zod cannot undo this in silence.
 */
export function leanSource(source: string, path: string): string {
  return cutSource(source, path, cutsOf[basename(path)] ?? [], 'lean-schemas.ts');
}

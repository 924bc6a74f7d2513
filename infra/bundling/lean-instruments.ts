import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Plugin } from 'esbuild';
import { type Cut, cutSource } from './cut-source.ts';

/** What of a source of Powertools no function uses. */
type LeanModule = {
  /** Methods that nothing calls. */
  readonly methods: readonly string[];
  /** All that those alone need, which nothing else can call. */
  readonly privateMethods: readonly string[];
  /** Whether it keeps apart invocations that run at once in a process: Holdfast's functions run one at a time. */
  readonly isStore: boolean;
};

/** By the name of the file, which is that of its class. */
const modules: Readonly<Record<string, LeanModule>> = {
  'Logger.js': {
    methods: [
      ...['createChild', 'injectLambdaContext', 'setCorrelationId', 'getCorrelationId', 'flushBuffer', 'bufferLogItem'],
      ...['addPersistentLogAttributes', 'setPersistentLogAttributes', 'removePersistentLogAttributes'],
      ...['removePersistentKeys', 'removeKeys', 'resetKeys', 'getPersistentLogAttributes'],
    ],
    privateMethods: [],
    isStore: false,
  },
  'LogAttributesStore.js': {
    methods: ['removeTemporaryKeys', 'removePersistentKeys', 'clearTemporaryAttributes'],
    privateMethods: [],
    isStore: true,
  },
  'LogInvocationStore.js': {
    methods: ['configureBuffer', 'add', 'get', 'delete'],
    privateMethods: ['#getBuffer'],
    isStore: true,
  },
  'Metrics.js': {
    methods: [
      ...['addDimension', 'addDimensions', 'addMetadata', 'clearDefaultDimensions', 'logMetrics', 'singleMetric'],
      ...['captureColdStartMetric', 'setTimestamp'],
    ],
    privateMethods: ['#validateEmfTimestamp'],
    isStore: false,
  },
  'MetricsStore.js': {
    methods: ['setTimestamp'],
    privateMethods: ['#convertTimestampToEmfFormat'],
    isStore: true,
  },
  'MetadataStore.js': { methods: [], privateMethods: [], isStore: true },
  'DimensionsStore.js': { methods: [], privateMethods: [], isStore: true },
};

const environmentFile = 'envUtils.js';

/** Stands where the environment is read, which comes before all else. */
const concurrencyRefused = `
if (shouldUseInvokeStore()) {
  throw new Error('Cannot start: AWS_LAMBDA_MAX_CONCURRENCY is set, and what keeps invocations apart that run at once is not in ' +
    'the bundle; unset it, or keep the stores in lean-instruments.ts');
}
`;

/** Stands at the end of a source: its class gets the methods back, as ones that throw. */
function throwingMethods(className: string, methods: readonly string[]): string {
  if (methods.length === 0) return '';
  return `
const notInBundle = (name) => {
  throw new Error('Cannot use ' + name + ' of Powertools: it is not in the bundle; keep it in lean-instruments.ts');
};
for (const name of ${JSON.stringify(methods.join(' '))}.split(' ')) {
  Object.defineProperty(${className}.prototype, name, { value: () => notInBundle(name) });
}
`;
}

/** A method of a class from its name to the brace that closes it, which stands below its name. */
const methodOf = (name: string) => new RegExp(`^ {4}(${name})\\(.*\\) \\{\\n[\\s\\S]*?\\n {4}\\}$`, 'gm');

/** Functions give no options, so that nothing ever switches buffering on. */
const bufferingCut: Cut = {
  what: 'the buffering of logs',
  pattern: methodOf('#setLogBuffering'),
  replacement: `    #setLogBuffering(options) { if (options !== undefined) notInBundle('logBufferOptions'); }`,
};

/** The bundler drops what stands behind a condition that never holds. */
const storeCut: Cut = { what: 'the stores', pattern: /\bshouldUseInvokeStore\(\)/g, replacement: 'false' };

function cutsOf({ methods, privateMethods, isStore }: LeanModule): Cut[] {
  const whole = [...methods, ...privateMethods].map((name) => ({
    what: name,
    pattern: methodOf(name),
    replacement: '',
  }));
  return [...whole, ...(methods.includes('flushBuffer') ? [bufferingCut] : []), ...(isStore ? [storeCut] : [])];
}

/**
 * Cuts out of a source of Powertools what functions do not use. Each method that is cut says so when it is called.
 *
 * @throws Error when the source does not look as expected, so that an upgrade cannot undo this in silence.
 */
export function leanInstrument(source: string, path: string): string {
  const file = basename(path);
  if (file === environmentFile) return source + concurrencyRefused;
  const found = modules[file];
  if (found === undefined) return source;
  const lean = cutSource(source, path, cutsOf(found), 'lean-instruments.ts');
  return lean + throwingMethods(basename(path, '.js'), found.methods);
}

/** What the stores need. It stays where anything is imported from it by name. */
const invokeStore = /^@aws\/lambda-invoke-store$/;

/** An esbuild plugin that cuts out of Powertools, in every bundle 10 KB, what no function uses. */
export const leanInstruments: Plugin = {
  name: 'lean-instruments',
  setup(build) {
    build.onLoad({ filter: /[/\\]@aws-lambda-powertools[/\\].*\.js$/ }, async ({ path }) => {
      return { contents: leanInstrument(await readFile(path, 'utf8'), path), loader: 'js' };
    });
    build.onResolve({ filter: invokeStore }, async ({ path, kind, resolveDir, pluginData }) => {
      if (pluginData === invokeStore) return undefined;
      const { path: found, errors } = await build.resolve(path, { kind, resolveDir, pluginData: invokeStore });
      return { path: found, errors, sideEffects: false };
    });
  },
};

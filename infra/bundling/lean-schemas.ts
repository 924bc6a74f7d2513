import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

const schemaClasses = /[/\\]zod[/\\]v4[/\\]classic[/\\]schemas\.js$/;
const processorAssignment = /^\s*inst\._zod\.processJSONSchema = .*;$/gm;
const methodImport = /^import \{ createStandardJSONSchemaMethod, createToJSONSchemaMethod \} from .*;$/m;

const throwingMethods = `
const createToJSONSchemaMethod = () => () => {
  throw new Error('Cannot write a schema as JSON Schema: the method is not in the bundle; call z.toJSONSchema');
};
const createStandardJSONSchemaMethod = createToJSONSchemaMethod;
`;

/**
 * An esbuild plugin that cuts the threads by which every zod schema holds on to the writer of JSON Schema, 20 KB that no
 * function uses. Who calls `z.toJSONSchema` still gets all of it: that function brings its own table of writers.
 */
export const leanSchemas: Plugin = {
  name: 'lean-schemas',
  setup(build) {
    build.onLoad({ filter: schemaClasses }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      return { contents: withoutJsonSchema(source, path), loader: 'js' };
    });
  },
};

/**
 * Cuts JSON Schema out of zod's classes.
 *
 * @throws Error when the source does not look as expected, so that an upgrade of zod cannot undo this in silence.
 */
export function withoutJsonSchema(source: string, path: string): string {
  if (source.match(processorAssignment) === null || source.match(methodImport) === null) {
    throw new Error(`Cannot cut JSON Schema out of ${path}: zod is written otherwise now; adapt lean-schemas.ts`);
  }
  return source.replace(processorAssignment, '').replace(methodImport, throwingMethods);
}

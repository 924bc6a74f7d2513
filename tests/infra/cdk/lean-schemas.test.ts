import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundleFunction } from '#infra/bundling/bundle-function.ts';
import { withoutJsonSchema } from '#infra/bundling/lean-schemas.ts';
import { projectDirectory } from '#infra/project-directory.ts';

const schema = `z.object({ id: z.string().min(2), tags: z.array(z.enum(['a', 'b'])).default([]), kind: z.union([z.literal('x'), z.null()]) })`;

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'holdfast-schemas-'));
  symlinkSync(join(projectDirectory, 'node_modules'), join(directory, 'node_modules'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

async function bundled(name: string, body: string) {
  const entry = join(directory, `${name}.ts`);
  writeFileSync(entry, `import * as z from 'zod';\nconst schema = ${schema};\n${body}\n`);
  const bundle = await bundleFunction(entry, join(directory, name));
  return { bundle, module: await import(/* @vite-ignore */ pathToFileURL(join(bundle.directory, 'index.mjs')).href) };
}

describe('leanSchemas', () => {
  test('leanSchemas leaves parsing, its errors and the checks of a schema as they are', async () => {
    const { module } = await bundled('parse', 'export const parse = (value: unknown) => schema.safeParse(value);');
    expect(module.parse({ id: 'ab', kind: null })).toEqual({ success: true, data: { id: 'ab', kind: null, tags: [] } });
    const { error } = module.parse({ id: 'a', kind: 'y', tags: ['c'] });
    expect(error.issues.map((issue: { path: string[] }) => issue.path.join('.'))).toEqual(['id', 'tags.0', 'kind']);
  });

  test('leanSchemas leaves z.toJSONSchema whole where it is called', async () => {
    const { module } = await bundled('write', 'export const write = () => z.toJSONSchema(schema);');
    expect(module.write()).toMatchObject({ type: 'object', properties: { id: { type: 'string', minLength: 2 } } });
  });

  test('leanSchemas saves 15 KB where z.toJSONSchema is not called, and says so when the method is', async () => {
    const [lean, whole] = await Promise.all([
      bundled('lean', 'export const write = () => schema.toJSONSchema();'),
      bundled('whole', 'export const write = () => [schema.toJSONSchema(), z.toJSONSchema(schema)];'),
    ]);
    expect(lean.bundle.bundleBytes).toBeLessThan(whole.bundle.bundleBytes - 15_000);
    expect(() => lean.module.write()).toThrow('Cannot write a schema as JSON Schema: the method is not in the bundle');
  });
});

describe('withoutJsonSchema', () => {
  test('withoutJsonSchema refuses a source in which there is nothing to cut', () => {
    expect(() => withoutJsonSchema('export const schema = 1;', 'schemas.js')).toThrow(
      'Cannot cut JSON Schema out of schemas.js: zod is written otherwise now; adapt lean-schemas.ts',
    );
  });
});

import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundleFunction } from '#infra/bundling/bundle-function.ts';
import { leanSource } from '#infra/bundling/lean-schemas.ts';
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

  test.each([
    [`z.string().email()`, 'Cannot call email of a schema'],
    [`z.string().datetime()`, 'Cannot call datetime of a schema'],
    [`z.string().includes('a')`, 'Cannot call includes of a schema'],
    [`z.object({}).and(z.object({}))`, 'Cannot call and of a schema'],
    [`z.object({}).partial()`, 'Cannot call partial of a schema'],
    [`z.string().catch('')`, 'Cannot call catch of a schema'],
    [`z.string().encode('')`, 'Cannot call encode of a schema'],
    [`await z.string().safeDecodeAsync('')`, 'Cannot call safeDecodeAsync of a schema'],
    [`await z.string().parseAsync('')`, 'Cannot call parseAsync of a schema'],
    [`z.object({}).omit({})`, 'Cannot call omit of a schema'],
    [`z.number().minValue`, 'Cannot call a bound of a schema'],
  ])('leanSchemas says of %s that it was cut out', async (call, message) => {
    const { module } = await bundled(call.replaceAll(/\W/g, ''), `export const call = async () => ${call};`);
    await expect(module.call()).rejects.toThrow(`${message}: the method is not in the bundle; `);
  });

  test.each([
    [`z.iso.time()`, 'Cannot call z.iso.time: it is not in the bundle; call regex'],
    [`z.iso.duration()`, 'Cannot call z.iso.duration: it is not in the bundle; call regex'],
    [`schema.safeParse(1).error.flatten()`, 'Cannot call flatten of an error: it is not in the bundle; read issues'],
  ])('leanSchemas says of %s that it is not in the bundle', async (call, message) => {
    const { module } = await bundled(call.replaceAll(/\W/g, ''), `export const call = () => ${call};`);
    expect(() => module.call()).toThrow(message);
  });

  test('leanSchemas leaves calendar times as they are', async () => {
    const calls = `[z.iso.datetime(), z.iso.date()].map((one) => ['2026-03-01T12:00:00Z', '2026-03-01', 'x'].map((text) => one.safeParse(text).success))`;
    const { module } = await bundled('times', `export const call = () => ${calls};`);
    expect(module.call()).toEqual([
      [true, false, false],
      [false, true, false],
    ]);
  });

  test('leanSchemas leaves as functions of z what it cuts as methods', async () => {
    const calls = `[z.email().parse('a@b.de'), z.catch(z.string(), 'c').parse(1), z.partialRecord(z.enum(['a']), z.string()).parse({})]`;
    const { module } = await bundled('functions', `export const call = () => ${calls};`);
    expect(module.call()).toEqual(['a@b.de', 'c', {}]);
  });

  test('leanSchemas leaves z.toJSONSchema whole where it is called', async () => {
    const { module } = await bundled('write', 'export const write = () => z.toJSONSchema(schema);');
    expect(module.write()).toMatchObject({ type: 'object', properties: { id: { type: 'string', minLength: 2 } } });
  });

  test('leanSchemas saves 20 KB where z.toJSONSchema is not called, and says so when the method is', async () => {
    const [lean, whole] = await Promise.all([
      bundled('lean', 'export const write = () => schema.toJSONSchema();'),
      bundled('whole', 'export const write = () => [schema.toJSONSchema(), z.toJSONSchema(schema)];'),
    ]);
    expect(lean.bundle.bundleBytes).toBeLessThan(whole.bundle.bundleBytes - 20_000);
    expect(() => lean.module.write()).toThrow('Cannot write a schema as JSON Schema: the method is not in the bundle');
  });
});

describe('leanSource', () => {
  test.each([
    ['schemas.js', 'the processors of JSON Schema'],
    ['external.js', 'the way to the classes of formats of times'],
    ['iso.js', 'the formats of times that are not in a calendar'],
    ['errors.js', 'the forms of errors'],
  ])('leanSource refuses a %s in which there is nothing to cut', (file, what) => {
    const path = `/node_modules/zod/v4/classic/${file}`;
    expect(() => leanSource('export const schema = 1;', path)).toThrow(
      `Cannot cut ${what} out of ${path}: it is written otherwise now; adapt lean-schemas.ts`,
    );
  });
});

import { beforeAll, describe, expect, test } from 'vitest';
import { allowed, forbidden, impure, pure, statements } from './import-law-cases.ts';
import { lintPlanted } from './planted-files.ts';

const files = new Map<string, string>();

/** Plants a file under a name of its own, and returns its path. */
function plant(folder: string, file: string, content: string): string {
  // A function is told by its folder and the names of the files in it: there the folder takes the number.
  const place = folder.endsWith('planted')
    ? `${folder}${files.size}/${file}`
    : `${folder}/${file.replace('.ts', `${files.size}.ts`)}`;
  files.set(place, `${content}\n`);
  return place;
}

function importing(module: string): string {
  return `import { a } from '${module}';\nexport const b = a;`;
}

const violations = [
  ...forbidden.flatMap(([folder, file, law, modules]) =>
    modules.map((module): [string, string, string, string] => [
      `${folder}/${file}`,
      `the import of ${module}`,
      plant(folder, file, importing(module)),
      law,
    ]),
  ),
  ...impure.map(([expression, said]): [string, string, string, string] => [
    'shared/domain',
    expression,
    plant('shared/domain', 'pure.ts', `export const a = () => ${expression};`),
    said,
  ]),
  ...statements.map(([content, said]): [string, string, string, string] => [
    'shared/domain',
    content,
    plant('shared/domain', 'pure.ts', content),
    said,
  ]),
  [
    'retention',
    'Date.now()',
    plant('retention', 'pure.ts', 'export const a = Date.now();'),
    'take the time as a parameter',
  ] as const,
];
const innocents = [
  ...allowed.flatMap(([folder, file, modules]) =>
    modules.map((module): [string, string, string] => [
      `${folder}/${file}`,
      `the import of ${module}`,
      plant(folder, file, importing(module)),
    ]),
  ),
  ...pure.map((content): [string, string, string] => [
    'shared/domain',
    content,
    plant('shared/domain', 'pure.ts', content),
  ]),
];

describe('the import law', () => {
  let said = new Map<string, string[]>();
  beforeAll(async () => {
    said = await lintPlanted(files);
  });

  test.each(violations)('the import law refuses in %s: %s', (_place, _what, path, law) => {
    expect(said.get(path)?.join('\n')).toContain(law);
  });

  test.each(innocents)('the import law allows in %s: %s', (_place, _what, path) => {
    expect(said.get(path)).toEqual([]);
  });
});

import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { noRelations } from '#contracts/relations.ts';
import { type SegmentDefinition, segmentDefinitionSchema } from '#contracts/segment-rule.ts';
import type { FeatureDefinition } from '#domain/features/feature-definition.ts';
import type { Migration } from '#domain/migrations/migration.ts';
import { foldEvents } from '#domain/profile/fold-event.ts';
import { emptyProfileState } from '#domain/profile/profile-state.ts';
import { defineRetention, type RetentionDefinitions } from '#domain/retention-definitions.ts';
import { ruleSentence } from '#domain/segments/rule-sentence.ts';
import { projectDirectory } from '#infra/project-directory.ts';
import { declared } from '#retention/declared.ts';
import { dayMs, exampleEvent, nowMs, purchaseEvent } from '../functions/example-events.ts';

const directory = join(projectDirectory, '.holdfast', `feature-guides-${process.pid}`);

const exportedFeature = z.custom<FeatureDefinition>(
  (value) => typeof value === 'object' && value !== null && 'of' in value && 'previous' in value,
);

const exportedMigration = z.custom<Migration>(
  (value) => typeof value === 'object' && value !== null && 'enters' in value && 'whileIn' in value,
);

/** What the TypeScript of a guide exports, snippet by snippet, each run as a file of its own. */
async function exportsOf(guide: string): Promise<Record<string, unknown>[]> {
  const text = await readFile(join(projectDirectory, 'docs', guide), 'utf8');
  const snippets = [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = '']) => code);
  const modules: Record<string, unknown>[] = [];
  for (const [index, code] of snippets.entries()) {
    const file = join(directory, `${guide}-${index}.ts`);
    // They stand in retention/.
    await writeFile(file, code.replaceAll("from './", "from '#retention/"));
    modules.push(await import(/* @vite-ignore */ file));
  }
  return modules;
}

beforeAll(() => mkdir(directory, { recursive: true }));
afterAll(() => rm(directory, { recursive: true, force: true }));

describe('docs/features.md', () => {
  function read(definitions: RetentionDefinitions, name: string): unknown {
    const used = (id: string, feature: string, daysAgo: number) =>
      exampleEvent(id, { name: 'Feature Used', properties: { feature }, timeMs: nowMs - daysAgo * dayMs });
    const events = [
      used('1', 'export', 2),
      used('2', 'share', 30),
      used('3', 'search', 1),
      exampleEvent('4', { name: 'Plan Changed', properties: { plan: 'team' } }),
      purchaseEvent('5', 10),
      purchaseEvent('6', 30),
    ];
    const state = foldEvents(definitions.folding.customer, emptyProfileState, events);
    return definitions.features.get(name)?.read({ state, nowMs, population: null, relations: noRelations }).value;
  }

  test('the features that docs/features.md declares can be declared beside the starters, and say what it says', async () => {
    const [first = {}, second = {}] = await exportsOf('features.md');
    const features = Object.values(first).map((value) => exportedFeature.parse(value));
    const definitions = defineRetention({
      ...declared,
      features: [...declared.features.filter(({ name }) => !(name in first)), ...features],
      itemBudgetBytes: 2_048,
    });
    expect(features.map(({ name }) => name).sort()).toEqual(['daysSinceExport', 'exports28', 'plan']);
    expect([read(definitions, 'exports28'), read(definitions, 'daysSinceExport'), read(definitions, 'plan')]).toEqual([
      1,
      2,
      'team',
    ]);
    const orders = exportedFeature.parse(second['orders28']);
    const edited = defineRetention({ ...declared, features: [...declared.features, orders], itemBudgetBytes: 2_048 });
    expect(read(edited, 'orders28')).toBe(1);
    expect(orders.previous).toMatchObject({ name: 'orders28', version: 1 });
  });
});

describe('docs/segments.md', () => {
  test('the segments that docs/segments.md declares can be declared beside the starters, and read as sentences', async () => {
    const [snippet = {}] = await exportsOf('segments.md');
    const segments = Object.values(snippet).map((value): SegmentDefinition => segmentDefinitionSchema.parse(value));
    const definitions = defineRetention({
      ...declared,
      segments: [...declared.segments, ...segments],
      itemBudgetBytes: 2_048,
    });
    const sentences = segments.map(({ rule }) => ruleSentence(rule, definitions.features));
    expect(sentences).toHaveLength(2);
    for (const sentence of sentences) expect(sentence).toMatch(/^[^{}[\]]+$/);
  });

  test('the migration that docs/segments.md declares can be declared in place of the starters', async () => {
    const [, snippet = {}] = await exportsOf('segments.md');
    const migrations = Object.values(snippet).map((value) => exportedMigration.parse(value));
    expect(migrations.map(({ name }) => name)).toEqual(['high-value-at-risk']);
    expect(defineRetention({ ...declared, migrations, itemBudgetBytes: 2_048 }).migrations).toEqual(migrations);
  });
});

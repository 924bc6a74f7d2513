import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { connectionVariable } from '#infra/command-line/local-connection.ts';
import { tableWidth } from '#infra/command-line/wrapped-rows.ts';
import { retention } from '#retention/retention.ts';
import { runWords } from '../run-words.ts';

const widest = (text: string) => Math.max(...text.split('\n').map((line) => line.length));

describe('holdfast features', () => {
  const before = process.env[connectionVariable];
  beforeEach(() => {
    process.env[connectionVariable] = '/nowhere/local.json';
  });
  afterEach(() => {
    if (before === undefined) delete process.env[connectionVariable];
    else process.env[connectionVariable] = before;
  });

  test('features list shows every declared feature, within the width of a terminal', async () => {
    const { code, result } = await runWords(['features', 'list']);
    expect(code).toBe(0);
    for (const name of retention.features.keys()) expect(result).toContain(`${name} `);
    expect(widest(result)).toBeLessThanOrEqual(tableWidth);
  });

  test('features list gives programs everything with --json', async () => {
    const { result } = await runWords(['features', 'list', '--json']);
    const { features } = JSON.parse(result);
    expect(features).toHaveLength(retention.features.size);
    expect(features[0]).toMatchObject({ version: 1, owner: 'retention', computed: expect.any(String) });
  });

  test('features show says how a feature is computed, and names none that is not there', async () => {
    const [name = ''] = retention.features.keys();
    expect((await runWords(['features', 'show', name])).result).toContain(`${name}: `);
    const { code, note } = await runWords(['features', 'show', 'nothing']);
    expect([code, note]).toEqual([
      1,
      'Cannot find the feature "nothing" in retention/; "holdfast features list" names those it has',
    ]);
  });

  test('features plan needs no running Holdfast, and says so', async () => {
    const { code, result } = await runWords(['features', 'plan']);
    expect(code).toBe(0);
    expect(result).toContain('no Holdfast was asked');
    expect(widest(result)).toBeLessThanOrEqual(tableWidth);
  });

  test('segments list and show print each rule as a sentence, and as JSON', async () => {
    const { result } = await runWords(['segments', 'list']);
    for (const { definition } of retention.segments) expect(result).toContain(`${definition.name} `);
    expect(widest(result)).toBeLessThanOrEqual(tableWidth);
    const [{ definition } = { definition: { name: '', rule: {} } }] = retention.segments;
    const shown = await runWords(['segments', 'show', definition.name]);
    expect(shown.result).toContain(JSON.stringify(definition.rule, null, 2));
    expect((await runWords(['segments', 'show', 'nothing'])).note).toContain(
      '"holdfast segments list" names those it has',
    );
  });
});

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { defaultStackPrefix, deploymentNames } from '#infra/deployment-names.ts';
import { functionLimits } from '#infra/function-limits.ts';
import { synthesizeTo } from '#infra/holdfast-app.ts';

const resourceSchema = z.object({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  DeletionPolicy: z.string().default('none'),
  UpdateReplacePolicy: z.string().default('none'),
  DependsOn: z.array(z.string()).default([]),
});
const templateSchema = z.object({
  Resources: z.record(z.string(), resourceSchema),
  Outputs: z.record(
    z.string(),
    z.object({ Value: z.unknown(), Export: z.object({ Name: z.string() }).default({ Name: '' }) }),
  ),
});

export type SynthesizedTemplate = z.infer<typeof templateSchema>;
export type SynthesizedResource = z.infer<typeof resourceSchema>;

export interface SynthesizedApp {
  readonly stateful: SynthesizedTemplate;
  readonly stateless: SynthesizedTemplate;
  /** The bytes of both templates, for comparing. */
  readonly texts: readonly string[];
}

/** Makes a folder with one tiny function for each name, and hands it to `use`; it is gone afterwards. */
export async function withPlaceholderFunctions<Result>(
  use: (entryDirectory: string) => Promise<Result>,
): Promise<Result> {
  const directory = mkdtempSync(join(tmpdir(), 'holdfast-functions-'));
  try {
    for (const name of Object.keys(functionLimits)) {
      mkdirSync(join(directory, name));
      writeFileSync(
        join(directory, name, 'index.ts'),
        `export const handler = async (): Promise<string> => '${name}';\n`,
      );
    }
    return await use(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Synthesizes the app with tiny functions: the templates do not depend on what the functions do. */
export async function synthesizeWithPlaceholders(context: Record<string, unknown> = {}): Promise<SynthesizedApp> {
  return withPlaceholderFunctions(async (entryDirectory) => {
    const outdir = mkdtempSync(join(tmpdir(), 'holdfast-assembly-'));
    try {
      await synthesizeTo(outdir, { entryDirectory, context });
      return readAssembly(outdir, z.string().default(defaultStackPrefix).parse(context['stackPrefix']));
    } finally {
      rmSync(outdir, { recursive: true, force: true });
    }
  });
}

/** Reads the two templates of a cloud assembly. */
export function readAssembly(directory: string, stackPrefix = defaultStackPrefix): SynthesizedApp {
  const { statefulStack, statelessStack } = deploymentNames(stackPrefix);
  const texts = [statefulStack, statelessStack].map((stack) =>
    readFileSync(join(directory, `${stack}.template.json`), 'utf8'),
  );
  const [stateful, stateless] = texts.map((text) => templateSchema.parse(JSON.parse(text)));
  if (stateful === undefined || stateless === undefined) throw new Error(`Cannot read the templates in ${directory}`);
  return { stateful, stateless, texts };
}

/** The resources of one type, by logical id. */
export function resourcesOfType(template: SynthesizedTemplate, type: string): Map<string, SynthesizedResource> {
  return new Map(Object.entries(template.Resources).filter(([, resource]) => resource.Type === type));
}

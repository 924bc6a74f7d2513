import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SQSClient } from '@aws-sdk/client-sqs';
import { onTestFinished } from 'vitest';
import { createEmbeddedClock } from '#infra/local/clock.ts';
import { type EmbeddedAws, type EmbeddedAwsOptions, startEmbeddedAws } from '#infra/local/embedded-aws.ts';
import { type StackDraft, writeAssembly } from './write-assembly.ts';

export type TestStack = {
  readonly aws: EmbeddedAws;
  readonly sqs: SQSClient;
  readonly log: readonly string[];
  /** What functions wrote with `see(value)`, in the order in which they did. */
  readonly seen: () => readonly unknown[];
};

export type TestStackOptions = Partial<EmbeddedAwsOptions> & {
  readonly stacks: Readonly<Record<string, StackDraft>>;
  /** Bodies of modules, which may call `see`. */
  readonly code?: Readonly<Record<string, string>>;
  readonly seenPath?: string;
};

/** A new directory that is deleted after the test. */
export const temporaryDirectory = (): string => {
  const directory = mkdtempSync(join(tmpdir(), 'holdfast-test-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
};

/** Stands stacks up and ends them after the test. */
export const startTestStack = async (options: TestStackOptions): Promise<TestStack> => {
  const seenPath = options.seenPath ?? join(temporaryDirectory(), 'seen.ndjson');
  const see = `import { appendFileSync } from 'node:fs';
    const see = (value) => appendFileSync(${JSON.stringify(seenPath)}, JSON.stringify(value) + '\\n');\n`;
  const code = Object.entries(options.code ?? {}).map(([name, body]) => [name, see + body]);
  const assemblyDirectory = writeAssembly(options.stacks, Object.fromEntries(code));
  onTestFinished(() => rmSync(assemblyDirectory, { recursive: true, force: true }));
  const log: string[] = [];
  const aws = await startEmbeddedAws({
    assemblyDirectory,
    dataDirectory: undefined,
    clock: createEmbeddedClock({ startMs: Date.now(), speed: 1, stopsAtPresent: true }),
    apiPort: 0,
    log: (line) => log.push(line),
    ...options,
  });
  onTestFinished(() => aws.stop());
  const sqs = new SQSClient({
    endpoint: aws.endpoints.sqs,
    region: aws.region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  onTestFinished(() => sqs.destroy());
  const seen = (): readonly unknown[] => {
    if (!existsSync(seenPath)) return [];
    return readFileSync(seenPath, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line): unknown => JSON.parse(line));
  };
  return { aws, sqs, log, seen };
};

/** An output of the stacks. */
export const output = ({ aws }: Pick<TestStack, 'aws'>, key: string): string => {
  const value = aws.outputs[key];
  if (value === undefined) throw new Error(`There is no output ${key}`);
  return value;
};

import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Stack } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { afterAll, describe, expect, test } from 'vitest';
import { buildApp, synthesizeTo } from '#infra/holdfast-app.ts';
import { projectDirectory } from '#infra/project-directory.ts';
import { readAssembly, synthesizeWithPlaceholders, withPlaceholderFunctions } from './synthesized-app.ts';

const run = promisify(execFile);
const outdir = mkdtempSync(join(tmpdir(), 'holdfast-synthesis-'));
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

describe('buildApp', () => {
  test('buildApp synthesizes the same bytes twice', async () => {
    await withPlaceholderFunctions(async (entryDirectory) => {
      const [first, second] = [join(outdir, 'first'), join(outdir, 'second')];
      await synthesizeTo(first, { entryDirectory });
      await synthesizeTo(second, { entryDirectory });
      expect(readAssembly(second).texts).toEqual(readAssembly(first).texts);
    });
  });

  test('buildApp gives `cdk synth` the same templates as a caller in the same process', async () => {
    await withPlaceholderFunctions(async (entryDirectory) => {
      const script = join(outdir, 'app.ts');
      const module = JSON.stringify(join(projectDirectory, 'infra', 'holdfast-app.ts'));
      const options = JSON.stringify({ entryDirectory });
      writeFileSync(script, `import { buildApp } from ${module};\n(await buildApp(${options})).synth();\n`);
      const commandLine = join(projectDirectory, 'node_modules', 'aws-cdk', 'bin', 'cdk');
      const [fromCommandLine, inProcess] = [join(outdir, 'command-line'), join(outdir, 'in-process')];
      await run(
        process.execPath,
        [commandLine, 'synth', '--quiet', '--app', `node ${script}`, '--output', fromCommandLine],
        {
          cwd: projectDirectory,
          env: {
            ...process.env,
            PATH: `${dirname(process.execPath)}${delimiter}${process.env['PATH'] ?? ''}`,
            HOME: outdir,
            CDK_DISABLE_CLI_TELEMETRY: 'true',
          },
          timeout: 60_000,
        },
      );
      await synthesizeTo(inProcess, { entryDirectory });
      expect(readAssembly(fromCommandLine).texts).toEqual(readAssembly(inProcess).texts);
    });
  });

  test('buildApp names no account, region or machine in its templates', async () => {
    const { texts } = await synthesizeWithPlaceholders();
    for (const text of texts) {
      expect(text).not.toMatch(/"\d{12}"|[a-z]{2}-[a-z]+-\d|\/tmp\/|\/home\//);
    }
  });

  test('buildApp fails when a resource breaks a rule of cdk-nag', async () => {
    await withPlaceholderFunctions(async (entryDirectory) => {
      const app = await buildApp({ entryDirectory, outdir: join(outdir, 'broken') });
      new Queue(Stack.of(app.node.findChild('HoldfastStateful')), 'Plain', {
        encryption: QueueEncryption.UNENCRYPTED,
      });
      expect(() => app.synth()).toThrow('AwsSolutions-SQS2');
    });
  });

  test('buildApp names the function that is missing', async () => {
    const missing = join(outdir, 'nowhere');
    await expect(buildApp({ entryDirectory: missing, outdir: join(outdir, 'missing') })).rejects.toThrow(
      `Cannot bundle a function: there is no file ${join(missing, 'ingest', 'index.ts')}`,
    );
  });

  test.each([
    [{ senderAddress: 'nobody' }, 'Cannot read the CDK context: senderAddress is "nobody"'],
    [{ logLevel: 'LOUD' }, 'Cannot read the CDK context: logLevel is "LOUD"'],
    [{ ephemeral: 'perhaps' }, 'Cannot read the CDK context: ephemeral is "perhaps"'],
    [{ alarmEmail: 'ops' }, 'Cannot read the CDK context: alarmEmail is "ops"'],
    [{ stackPrefix: 'shop-2' }, 'stackPrefix is "shop-2" (must be 1 to 40 letters and digits, a letter first)'],
    [{ eventWindowSeconds: 301 }, 'eventWindowSeconds is 301 (must be a whole number from 0 to 300)'],
    [{ eventWindowSeconds: '1.5' }, 'eventWindowSeconds is "1.5" (must be a whole number from 0 to 300)'],
    [{ eventWindowSeconds: 'long' }, 'eventWindowSeconds is "long" (must be a whole number from 0 to 300)'],
    [{ eventWindowSeconds: true }, 'eventWindowSeconds is true (must be a whole number from 0 to 300)'],
    [{ stackPrefix: '' }, 'Cannot read the CDK context: stackPrefix is ""'],
  ])('buildApp says what is wrong with the context %j', async (context, message) => {
    await expect(synthesizeWithPlaceholders(context)).rejects.toThrow(message);
  });
});

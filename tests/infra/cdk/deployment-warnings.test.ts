import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { readDeploymentSettings } from '#infra/deployment-settings.ts';
import { warnAboutSettings } from '#infra/deployment-warnings.ts';
import { projectDirectory } from '#infra/project-directory.ts';

const run = promisify(execFile);

let outdir: string;
beforeAll(() => {
  outdir = mkdtempSync(join(tmpdir(), 'holdfast-settings-'));
});
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

function warningsFor(context: Record<string, unknown>): string[] {
  const app = new App({ context, analyticsReporting: false, outdir });
  const stack = new Stack(app, 'Any');
  warnAboutSettings(stack, readDeploymentSettings(app.node));
  return Annotations.fromStack(stack)
    .findWarning('*', Match.anyValue())
    .map(({ entry }) => String(entry.data));
}

describe('warnAboutSettings', () => {
  test.each(['holdfast@example.com', 'care@mail.example.org', 'hello@your-domain.example'])(
    'warnAboutSettings says that no e-mail can come from %s',
    (senderAddress) => {
      const [warning, ...others] = warningsFor({ senderAddress });
      expect(warning).toContain(`No e-mail will reach anybody: senderAddress is ${senderAddress}`);
      expect(warning).toContain('Edit senderAddress in cdk.json');
      expect(others).toEqual([]);
    },
  );

  test('warnAboutSettings is silent about an address that can be verified', () => {
    expect(warningsFor({ senderAddress: 'hello@example-shop.com' })).toEqual([]);
  });

  test('warnAboutSettings is silent about the sender of a throw-away deployment with a prefix of its own', () => {
    expect(warningsFor({ ephemeral: 'true', stackPrefix: 'Trial' })).toEqual([]);
  });

  test('warnAboutSettings says that a throw-away deployment under the default prefix may take protection away', () => {
    const [warning, ...others] = warningsFor({ ephemeral: 'true' });
    expect(warning).toContain('takes the protection off the data of the stacks Holdfast');
    expect(others).toEqual([]);
  });
});

describe('cdk.json', () => {
  test('cdk.json holds every setting, so that an upgrade without -c resets none', () => {
    const { context } = z
      .object({ context: z.record(z.string(), z.unknown()) })
      .parse(JSON.parse(readFileSync(join(projectDirectory, 'cdk.json'), 'utf8')));
    expect(Object.keys(context).filter((name) => !name.startsWith('@aws-cdk'))).toEqual([
      'stackPrefix',
      'senderAddress',
      'alarmEmail',
      'logLevel',
      'ephemeral',
      'eventWindowSeconds',
      'archiveWindowSeconds',
      'surveyHours',
    ]);
  });

  test('cdk.json is overridden by -c, and `cdk synth` shows the warning and succeeds', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'holdfast-warnings-'));
    try {
      const commandLine = join(projectDirectory, 'node_modules', 'aws-cdk', 'bin', 'cdk');
      const output = join(directory, 'assembly');
      const { stdout, stderr } = await run(
        process.execPath,
        [commandLine, 'synth', '--quiet', '--output', output, '-c', 'senderAddress=care@example.net'],
        {
          cwd: projectDirectory,
          env: {
            ...process.env,
            PATH: `${dirname(process.execPath)}${delimiter}${process.env['PATH'] ?? ''}`,
            HOME: directory,
            CDK_DISABLE_CLI_TELEMETRY: 'true',
          },
          timeout: 60_000,
        },
      );
      expect(stdout + stderr).toContain('No e-mail will reach anybody: senderAddress is care@example.net');
      expect(readFileSync(join(output, 'HoldfastStateless.template.json'), 'utf8')).toContain(
        '"SENDER_ADDRESS": "care@example.net"',
      );
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });
});

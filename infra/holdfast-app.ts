import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import * as z from 'zod';
import type { EventBridgeSource } from '#domain/ingest/event-bridge-source.ts';
import { retention } from '#retention/retention.ts';
import { bundleFunction } from './bundling/bundle-function.ts';
import { deploymentNames } from './deployment-names.ts';
import { readDeploymentSettings } from './deployment-settings.ts';
import { warnAboutSettings } from './deployment-warnings.ts';
import type { FunctionName } from './function-limits.ts';
import { projectDirectory } from './project-directory.ts';
import { refuseUnlisted } from './refuse-unlisted.ts';
import { StatefulStack } from './stacks/stateful-stack.ts';
import { StatelessStack } from './stacks/stateless-stack.ts';

const cdkConfiguration = z.object({ context: z.record(z.string(), z.unknown()) });

export interface BuildAppOptions {
  /** Where the functions are, one folder each with an `index.ts`; the project's own by default. */
  readonly entryDirectory?: string;
  /** Where the cloud assembly is written; the CDK command line's choice by default. */
  readonly outdir?: string;
  /** The event buses that events come from; those that `retention/` declares by default. */
  readonly sources?: readonly EventBridgeSource[];
  /** Context on top of that in `cdk.json`, such as `{ ephemeral: true }`. */
  readonly context?: Readonly<Record<string, unknown>>;
}

/**
 * Bundles the functions and builds the CDK app: two stacks, checked by cdk-nag when it is synthesized.
 *
 * @throws Error when a function is missing or cannot be bundled, when the context is wrong, or when the lock of `retention/` is
 * behind what is declared.
 */
export async function buildApp(options: BuildAppOptions = {}): Promise<App> {
  refuseUnlisted(retention);
  const configuration = cdkConfiguration.parse(JSON.parse(readFileSync(join(projectDirectory, 'cdk.json'), 'utf8')));
  const app = new App({
    analyticsReporting: false,
    context: { ...configuration.context, ...options.context },
    ...(options.outdir === undefined ? {} : { outdir: options.outdir }),
  });
  const settings = readDeploymentSettings(app.node);
  const names = deploymentNames(settings.stackPrefix);
  const bundles = mkdtempSync(join(tmpdir(), 'holdfast-bundles-'));
  try {
    const bundleDirectories = await bundleAll(options.entryDirectory ?? join(projectDirectory, 'functions'), bundles);
    const stateful = new StatefulStack(app, names.statefulStack, {
      description: 'Holdfast: everything that holds data',
      settings,
      eventBusName: names.eventBus,
      archiveDatabaseName: names.archiveDatabase,
      ...(options.sources !== undefined && { sources: options.sources }),
      terminationProtection: !settings.ephemeral,
    });
    const stateless = new StatelessStack(app, names.statelessStack, {
      description: 'Holdfast: everything that does work',
      settings,
      stateful,
      bundleDirectories,
    });
    warnAboutSettings(stateless, settings);
  } finally {
    // CDK copied each bundle into the assembly when its function was made.
    rmSync(bundles, { recursive: true, force: true });
  }
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
  return app;
}

/**
 * Synthesizes the app into a directory, as `cdk synth` does.
 *
 * The bundles leave `@aws-sdk/*` to the Lambda runtime. To run them from the directory, keep it inside the project, so
 * that Node finds those packages in its `node_modules`.
 *
 * @returns the directory of the cloud assembly.
 */
export async function synthesizeTo(directory: string, options: Omit<BuildAppOptions, 'outdir'> = {}): Promise<string> {
  const app = await buildApp({ ...options, outdir: directory });
  return app.synth().directory;
}

async function bundleAll(entryDirectory: string, target: string): Promise<Record<FunctionName, string>> {
  const bundle = async (name: FunctionName): Promise<string> =>
    (await bundleFunction(join(entryDirectory, name, 'index.ts'), join(target, name))).directory;
  const [ingest, profile, archive, announce, wake, playbooks, deliver, survey] = await Promise.all([
    bundle('ingest'),
    bundle('profile'),
    bundle('archive'),
    bundle('announce'),
    bundle('wake'),
    bundle('playbooks'),
    bundle('deliver'),
    bundle('survey'),
  ]);
  return { ingest, profile, archive, announce, wake, playbooks, deliver, survey };
}

import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';
import * as z from 'zod';

const callDescriptions = z.object({ services: z.record(z.string(), z.unknown()) });

const tracedServices = ['dynamodb', 'sqs'];

/**
 * Parts of the X-Ray library that a Lambda function never runs, and that weigh 48 KB in every bundle. Each is replaced by
 * a module that says so when it is used after all.
 */
const omittedModules = [
  {
    filter: /aws-xray-sdk-core[/\\]dist[/\\]lib[/\\]patchers[/\\]aws_p\.js$/,
    exportNames: ['captureAWS', 'captureAWSClient'],
    reason: 'version 2 of the AWS SDK is not used; trace version 3 with captureAWSv3Client',
  },
  {
    filter: /aws-xray-sdk-core[/\\]dist[/\\]lib[/\\]middleware[/\\]sampling[/\\](default|local)_sampler\.js$/,
    exportNames: ['shouldSample', 'setLocalRules'],
    reason: 'Lambda decides what is sampled before the function runs',
  },
  {
    filter: /aws-xray-sdk-core[/\\]dist[/\\]lib[/\\]segments[/\\]plugins[/\\](ec2|ecs|elastic_beanstalk)_plugin\.js$/,
    exportNames: ['getData'],
    reason: 'it describes servers',
  },
  {
    filter: /aws-xray-sdk-core[/\\]dist[/\\]lib[/\\]patchers[/\\]http_p\.js$/,
    exportNames: ['captureHTTPs', 'captureHTTPsGlobal'],
    reason: 'the clients of AWS are traced themselves, and nothing else is called',
  },
] as const;

/** The list of calls that the X-Ray library describes in detail; the bundle keeps the services that Holdfast calls. */
const callDescriptionFilter = /aws-xray-sdk-core[/\\]dist[/\\]lib[/\\]resources[/\\]aws_whitelist\.json$/;

/** An esbuild plugin that leaves out what only servers outside Lambda need. */
export const lambdaOnlyModules: Plugin = {
  name: 'lambda-only-modules',
  setup(build) {
    for (const { filter, exportNames, reason } of omittedModules) {
      build.onLoad({ filter }, () => ({ contents: throwingModule(exportNames, reason), loader: 'js' }));
    }
    build.onLoad({ filter: callDescriptionFilter }, async ({ path }) => {
      const { services } = callDescriptions.parse(JSON.parse(await readFile(path, 'utf8')));
      const kept = Object.fromEntries(tracedServices.map((name) => [name, services[name]]));
      return { contents: JSON.stringify({ services: kept }), loader: 'json' };
    });
  },
};

function throwingModule(exportNames: readonly string[], reason: string): string {
  return exportNames
    .map((name) => {
      const message = JSON.stringify(
        `Cannot call ${name} of aws-xray-sdk-core: it is not in the bundle, because ${reason}`,
      );
      return `exports.${name}=()=>{throw new Error(${message})};`;
    })
    .join('\n');
}

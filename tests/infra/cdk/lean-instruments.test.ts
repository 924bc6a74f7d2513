import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { bundleFunction } from '#infra/bundling/bundle-function.ts';
import { leanInstrument } from '#infra/bundling/lean-instruments.ts';
import { projectDirectory } from '#infra/project-directory.ts';

const source = `
import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
export const logger = new Logger();
export const metrics = new Metrics();
export const buffering = () => new Logger({ logBufferOptions: { enabled: true } });
export const handler = middy().use([injectLambdaContext(logger), logMetrics(metrics)]).handler(async (event) => {
  logger.info('Working', { details: { id: event.id } });
  metrics.addMetric('Worked', 'Count', 2);
  metrics.addMetric('Worked', 'Count', 1);
  if (event.fails) throw new Error('Cannot go on');
});
`;

let directory: string;
let bundlePath: string;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'holdfast-instruments-'));
  symlinkSync(join(projectDirectory, 'node_modules'), join(directory, 'node_modules'));
  writeFileSync(join(directory, 'index.ts'), source);
  vi.stubEnv('POWERTOOLS_SERVICE_NAME', 'lean');
  vi.stubEnv('POWERTOOLS_METRICS_NAMESPACE', 'Holdfast');
  vi.stubEnv('_X_AMZN_TRACE_ID', 'Root=1-5759e988-000000000000000000000001;Sampled=1');
  const { directory: made } = await bundleFunction(join(directory, 'index.ts'), join(directory, 'bundle'));
  bundlePath = join(made, 'index.mjs');
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(directory, { recursive: true, force: true });
});

const bundle = () => import(/* @vite-ignore */ pathToFileURL(bundlePath).href);

/** What an invocation writes, line by line. */
async function linesOf(event: object): Promise<unknown[]> {
  const { handler, logger, metrics } = await bundle();
  const lines: unknown[] = [];
  const write = (...line: unknown[]) => lines.push(JSON.parse(String(line[0])));
  vi.spyOn(logger.console, 'info').mockImplementation(write);
  vi.spyOn(metrics.console, 'log').mockImplementation(write);
  await handler(event, { awsRequestId: 'request', functionName: 'lean' }).catch(() => undefined);
  vi.restoreAllMocks();
  return lines;
}

describe('leanInstruments', () => {
  test.each([false, true])('leanInstruments leaves logs and metrics as they are (fails: %s)', async (fails) => {
    expect(await linesOf({ id: 'one', fails })).toEqual([
      expect.objectContaining({
        level: 'INFO',
        message: 'Working',
        service: 'lean',
        function_request_id: 'request',
        xray_trace_id: '1-5759e988-000000000000000000000001',
        details: { id: 'one' },
      }),
      expect.objectContaining({ service: 'lean', Worked: [2, 1] }),
    ]);
  });

  test.each([
    ['createChild', 'logger'],
    ['setCorrelationId', 'logger'],
    ['resetKeys', 'logger'],
    ['addDimension', 'metrics'],
    ['setTimestamp', 'metrics'],
  ])('leanInstruments says of %s of the %s that it was cut out', async (method, instrument) => {
    const found = (await bundle())[instrument];
    expect(() => found[method]('a', 'b')).toThrow(
      `Cannot use ${method} of Powertools: it is not in the bundle; keep it in lean-instruments.ts`,
    );
  });

  test('leanInstruments refuses a logger that would buffer', async () => {
    const { buffering } = await bundle();
    expect(() => buffering()).toThrow('Cannot use logBufferOptions of Powertools: it is not in the bundle');
  });

  test('leanInstruments refuses to start where invocations would run at once', async () => {
    vi.stubEnv('AWS_LAMBDA_MAX_CONCURRENCY', '10');
    await expect(import(/* @vite-ignore */ `${pathToFileURL(bundlePath).href}?concurrent`)).rejects.toThrow(
      'Cannot start: AWS_LAMBDA_MAX_CONCURRENCY is set, and what keeps invocations apart that run at once is not in the bundle',
    );
    vi.stubEnv('AWS_LAMBDA_MAX_CONCURRENCY', undefined);
  });

  test('leanInstruments leaves out what keeps concurrent invocations apart', () => {
    expect(readFileSync(bundlePath, 'utf8')).not.toContain('AsyncLocalStorage');
  });
});

describe('leanInstrument', () => {
  test.each([
    ['logger', 'Logger', 'createChild'],
    ['logger', 'LogAttributesStore', 'removeTemporaryKeys'],
    ['logger', 'LogInvocationStore', 'configureBuffer'],
    ['metrics', 'Metrics', 'addDimension'],
    ['metrics', 'MetricsStore', 'setTimestamp'],
    ['metrics', 'MetadataStore', 'the stores'],
    ['metrics', 'DimensionsStore', 'the stores'],
  ])('leanInstrument refuses a source of %s/%s in which there is nothing to cut', (name, file, what) => {
    const path = `/node_modules/@aws-lambda-powertools/${name}/lib/esm/${file}.js`;
    expect(() => leanInstrument('export class Other {}', path)).toThrow(
      `Cannot cut ${what} out of ${path}: it is written otherwise now; adapt lean-instruments.ts`,
    );
  });

  test('leanInstrument leaves all other sources as they are', () => {
    expect(leanInstrument('export const one = 1;', '/node_modules/@aws-lambda-powertools/commons/lib/esm/one.js')).toBe(
      'export const one = 1;',
    );
  });
});

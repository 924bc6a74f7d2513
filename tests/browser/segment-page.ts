import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { listen } from '#infra/local/http/listen.ts';

const library = fileURLToPath(import.meta.resolve('./segment-library.ts'));

/** Serves a page of a website that has @segment/analytics-next in it, as a bundler puts it there. */
export async function startSegmentPage() {
  const { outputFiles } = await build({
    entryPoints: [library],
    bundle: true,
    format: 'iife',
    platform: 'browser',
    define: { 'process.env.NODE_ENV': '"production"' },
    write: false,
    logLevel: 'silent',
  });
  const script = outputFiles[0]?.text ?? '';
  const server = createServer((request, response) => {
    const isScript = request.url === '/analytics.js';
    response.setHeader('content-type', `${isScript ? 'text/javascript' : 'text/html'}; charset=utf-8`);
    response.end(
      isScript ? script : '<!doctype html><title>Shop</title><script src="/analytics.js"></script><h1>Shop</h1>',
    );
  });
  return listen(server, 'a website', '127.0.0.1', 0);
}

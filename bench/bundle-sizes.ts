import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleFunction } from '#infra/bundling/bundle-function.ts';
import { projectDirectory } from '#infra/project-directory.ts';

/** Kilobytes (1,024 bytes) of what a cold start of each function loads, without source maps; and of what it loads later. */
export async function bundleSizes(): Promise<Record<string, number>> {
  const target = await mkdtemp(join(tmpdir(), 'holdfast-bench-'));
  const functions = join(projectDirectory, 'functions');
  try {
    const sizes: Record<string, number> = {};
    for (const entry of readdirSync(functions, { withFileTypes: true })) {
      if (!entry.isDirectory()) continue;
      const bundle = await bundleFunction(join(functions, entry.name, 'index.ts'), join(target, entry.name));
      const kilobytes = (bytes: number) => Math.round((bytes / 1024) * 10) / 10;
      sizes[entry.name] = kilobytes(bundle.bundleBytes);
      if (bundle.loadedLaterBytes > 0) sizes[`${entry.name}, later`] = kilobytes(bundle.loadedLaterBytes);
    }
    return sizes;
  } finally {
    await rm(target, { recursive: true, force: true });
  }
}

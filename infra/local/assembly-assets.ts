import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as z from 'zod';

/** The absolute path of an asset's file or directory, by the object key of its destination (`<hash>.zip`). */
export type AssetLocations = ReadonlyMap<string, string>;

const assetManifestSchema = z.object({
  files: z
    .record(
      z.string(),
      z.object({
        source: z.object({ path: z.string().optional() }),
        destinations: z.record(z.string(), z.object({ objectKey: z.string() })),
      }),
    )
    .default({}),
});

/**
 * Reads the asset manifests of a cloud assembly.
 * @throws Error that names the manifest when it is not readable.
 */
export const readAssets = (directory: string, manifestFiles: readonly (string | undefined)[]): AssetLocations => {
  const locations = new Map<string, string>();
  for (const file of manifestFiles) {
    if (file === undefined) continue;
    for (const { source, destinations } of Object.values(readManifest(join(directory, file)).files)) {
      if (source.path === undefined) continue;
      const path = resolve(directory, source.path);
      for (const { objectKey } of Object.values(destinations)) locations.set(objectKey, path);
    }
  }
  return locations;
};

const readManifest = (path: string): z.infer<typeof assetManifestSchema> => {
  try {
    return assetManifestSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    throw new Error(`Cannot read the assets of the cloud assembly: ${path}: ${String(error)}`, { cause: error });
  }
};

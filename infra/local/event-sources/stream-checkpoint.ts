import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import * as z from 'zod';

/** How far a mapping has come in each shard of its stream. */
export type StreamCheckpoint = {
  /** The last sequence number that was finished; undefined when none was. */
  readonly get: (shardId: string) => string | undefined;
  readonly set: (shardId: string, sequenceNumber: string) => void;
  /** The last one that also survives the end of this process. */
  readonly kept: (shardId: string) => string | undefined;
  readonly flush: () => void;
};

const writeEveryMs = 200;
const fileSchema = z.record(z.string(), z.string());

/**
 * Opens the checkpoint of a mapping: a JSON file that is replaced at most every 200 ms, or memory alone when no path is
 * given. Records of the last moment before a crash are read again, which Lambda's at-least-once allows.
 * @throws Error when the file is there and cannot be read.
 */
export const openStreamCheckpoint = (path: string | undefined): StreamCheckpoint => {
  const positions = new Map(path === undefined ? [] : Object.entries(readFile(path)));
  let keptPositions = new Map(positions);
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (path !== undefined) {
      writeFileSync(`${path}.new`, JSON.stringify(Object.fromEntries(positions)));
      renameSync(`${path}.new`, path);
    }
    keptPositions = new Map(positions);
  };
  return {
    get: (shardId) => positions.get(shardId),
    kept: (shardId) => keptPositions.get(shardId),
    set: (shardId, sequenceNumber) => {
      positions.set(shardId, sequenceNumber);
      timer ??= setTimeout(flush, writeEveryMs);
    },
    flush,
  };
};

const readFile = (path: string): Record<string, string> => {
  mkdirSync(dirname(path), { recursive: true });
  try {
    return fileSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw new Error(`Cannot read the position in a stream: ${path}: ${String(error)}`, { cause: error });
  }
};

import type { TableStream } from '../dynamodb/table-registry.ts';
import type { EventSource } from './event-source.ts';
import { type QueueMappingOptions, startQueueMapping } from './queue-mapping.ts';
import { openStreamCheckpoint } from './stream-checkpoint.ts';
import { type StreamMapping, type StreamMappingOptions, startStreamMapping } from './stream-mapping.ts';

/** What all queue mappings share. */
export type QueueMappingTools = 'origin' | 'redeliverySeconds' | 'log';
/** What all stream mappings share. */
export type StreamMappingTools = 'call' | 'region' | 'send' | 'nowMs' | 'virtualMsOf' | 'log';
type StreamIdentity = 'engineStreamArn' | 'streamArn' | 'checkpoint';

/** The mappings of an account: declared while the templates are read, started when all of it stands. */
export type MappingRegistry = {
  readonly declareQueueMapping: (options: Omit<QueueMappingOptions, QueueMappingTools>) => void;
  /** `name` is that of the checkpoint, the same at each start. */
  readonly declareStreamMapping: (
    name: string,
    stream: TableStream,
    options: Omit<StreamMappingOptions, StreamMappingTools | StreamIdentity>,
  ) => void;
  readonly startAll: () => Promise<void>;
  readonly running: () => readonly EventSource[];
  /** For each table with a stream mapping: what all its mappings have passed; undefined while one has passed nothing. */
  readonly passedSequenceNumbers: () => ReadonlyMap<string, string | undefined>;
  readonly stop: () => Promise<void>;
};

export type MappingRegistryOptions = {
  readonly queueTools: (queueArn: string) => Pick<QueueMappingOptions, QueueMappingTools>;
  readonly streamTools: Pick<StreamMappingOptions, StreamMappingTools>;
  /** Where the checkpoint of a mapping is kept; undefined keeps none. */
  readonly checkpointPath: (name: string) => string | undefined;
};

/** Makes an empty registry. */
export const createMappingRegistry = (options: MappingRegistryOptions): MappingRegistry => {
  const starts: (() => Promise<void>)[] = [];
  const running: EventSource[] = [];
  const streamMappings: { readonly tableName: string; readonly mapping: StreamMapping }[] = [];

  const passedSequenceNumbers = (): ReadonlyMap<string, string | undefined> => {
    const passed = new Map<string, string | undefined>();
    for (const { tableName, mapping } of streamMappings) {
      const own = mapping.passedSequenceNumber();
      passed.set(tableName, passed.has(tableName) ? lesser(passed.get(tableName), own) : own);
    }
    return passed;
  };

  return {
    declareQueueMapping: (mapping) => {
      starts.push(async () => {
        running.push(startQueueMapping({ ...mapping, ...options.queueTools(mapping.queue.arn) }));
      });
    },
    declareStreamMapping: (name, { tableName, streamArn, engineStreamArn }, mapping) => {
      starts.push(async () => {
        const checkpoint = openStreamCheckpoint(options.checkpointPath(name));
        const identity = { streamArn, engineStreamArn, checkpoint };
        const started = await startStreamMapping({ ...mapping, ...options.streamTools, ...identity });
        running.push(started);
        streamMappings.push({ tableName, mapping: started });
      });
    },
    startAll: async () => {
      for (const start of starts) await start();
    },
    running: () => running,
    passedSequenceNumbers,
    stop: async () => {
      await Promise.all(running.map((source) => source.stop()));
    },
  };
};

const lesser = (left: string | undefined, right: string | undefined): string | undefined => {
  if (left === undefined || right === undefined) return undefined;
  return BigInt(left) < BigInt(right) ? left : right;
};

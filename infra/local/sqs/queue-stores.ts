import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BuildAppOptions } from 'fauxqs';
import * as z from 'zod';

/** The in-memory state of the queue engine: queues, topics and buckets. */
export type QueueStores = NonNullable<BuildAppOptions['stores']>;
type QueuePersistence = NonNullable<QueueStores['sqsStore']['persistence']>;
type BucketPersistence = NonNullable<QueueStores['s3Store']['persistence']>;

/** A store on disk that the in-memory stores write through to. */
export type QueueDisk = {
  /** Loads what was kept into the stores and writes every change from then on. */
  readonly attach: (stores: QueueStores) => void;
  readonly close: () => void;
};

const constructorOf = <Instance, Arguments extends readonly unknown[]>() =>
  z.custom<new (...constructorArguments: Arguments) => Instance>((value) => typeof value === 'function');

const storeModules = {
  sqs: z.object({ SqsStore: constructorOf<QueueStores['sqsStore'], []>() }),
  sns: z.object({ SnsStore: constructorOf<QueueStores['snsStore'], []>() }),
  s3: z.object({ S3Store: constructorOf<QueueStores['s3Store'], []>() }),
  characters: z.object({ INVALID_MESSAGE_BODY_CHAR: z.instanceof(RegExp) }),
  bucketFiles: z.object({ FileS3Persistence: constructorOf<BucketPersistence, [string]>() }),
  persistence: z.object({ PersistenceManager: constructorOf<QueuePersistence, [string]>() }),
};

const databaseInside = z.object({
  db: z.custom<{ exec(statement: string): void }>((value) => typeof value === 'object' && value !== null),
});

/**
 * Makes the engine's stores. Its own start function would make them too, but it keeps them to itself and listens on all
 * network interfaces.
 */
export const createQueueStores = async (): Promise<QueueStores> => {
  const [{ SqsStore }, { SnsStore }, { S3Store }] = await Promise.all([
    importInside('sqs/sqsStore.js', storeModules.sqs),
    importInside('sns/snsStore.js', storeModules.sns),
    importInside('s3/s3Store.js', storeModules.s3),
  ]);
  const { INVALID_MESSAGE_BODY_CHAR } = await importInside('sqs/sqsTypes.js', storeModules.characters);
  // The engine's own pattern refuses what lies beyond U+FFFF, such as emoji, which SQS takes.
  INVALID_MESSAGE_BODY_CHAR.compile('[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD\\u{10000}-\\u{10FFFF}]', 'u');
  return { sqsStore: new SqsStore(), snsStore: new SnsStore(), s3Store: new S3Store() };
};

/** Opens the engine's store on disk, in a directory. */
export const openQueueDisk = async (directory: string): Promise<QueueDisk> => {
  const { PersistenceManager } = await importInside('persistence.js', storeModules.persistence);
  const persistence = new PersistenceManager(directory);
  // Each message is a transaction of its own. With a write-ahead log this loses nothing when a process dies, and spares
  // three flushes per message.
  databaseInside.parse(persistence).db.exec('PRAGMA synchronous = NORMAL');
  return {
    attach: ({ sqsStore, snsStore, s3Store }) => {
      persistence.load(sqsStore, snsStore, s3Store);
      sqsStore.persistence = persistence;
      snsStore.persistence = persistence;
      s3Store.persistence = persistence;
      for (const queue of sqsStore.allQueues()) queue.persistence = persistence;
    },
    close: () => persistence.close(),
  };
};

/** Lets the contents of objects lie in files of a directory, so that memory holds no more of each than what describes it. */
export const keepObjectsInFiles = async ({ s3Store }: QueueStores, directory: string): Promise<void> => {
  const { FileS3Persistence } = await importInside('s3/fileS3Persistence.js', storeModules.bucketFiles);
  s3Store.persistence = new FileS3Persistence(directory);
};

const importInside = async <Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.output<Schema>> => {
  const packageFile = findPackageJSON('fauxqs', import.meta.url);
  if (packageFile === undefined) throw new Error('Cannot start SQS: the package fauxqs is not installed');
  const module: unknown = await import(pathToFileURL(join(dirname(packageFile), 'dist', path)).href);
  return schema.parse(module);
};

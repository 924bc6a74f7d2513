import { DatabaseSync } from 'node:sqlite';

/** Keeps the native engine's table of stream records fast and small. */
export type StreamRecords = {
  /**
   * Deletes records that every reader has passed, at most `mostRecords` of them; never the newest, from which the
   * engine counts on. Gives the number deleted.
   */
  readonly trim: (tableName: string, passedSequenceNumber: string, mostRecords: number) => number;
  readonly close: () => void;
};

const busyTimeoutMs = 5_000;

/**
 * Opens the engine's file beside the engine. Each write asks for the greatest sequence number of its table, which scans
 * all stream records unless there is this index on the very expression.
 */
export const openStreamRecords = (databasePath: string): StreamRecords => {
  const database = new DatabaseSync(databasePath, { timeout: busyTimeoutMs });
  database.exec(
    'CREATE INDEX IF NOT EXISTS holdfast_stream_records ON _stream_records(table_name, CAST(sequence_number AS INTEGER))',
  );
  const trimStatement = database.prepare(
    `DELETE FROM _stream_records WHERE id IN (
       SELECT id FROM _stream_records
       WHERE table_name = ?1 AND CAST(sequence_number AS INTEGER) <= CAST(?2 AS INTEGER)
         AND CAST(sequence_number AS INTEGER) <
           (SELECT MAX(CAST(sequence_number AS INTEGER)) FROM _stream_records WHERE table_name = ?1)
       ORDER BY CAST(sequence_number AS INTEGER) LIMIT ?3)`,
  );
  return {
    trim: (tableName, passedSequenceNumber, mostRecords) =>
      Number(trimStatement.run(tableName, passedSequenceNumber, mostRecords).changes),
    close: () => database.close(),
  };
};

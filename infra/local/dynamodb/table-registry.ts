import type { ExpiringTable } from './time-to-live-sweep.ts';

/** The stream of a table: by which ARN templates know it, and by which the engine does. */
export type TableStream = { readonly tableName: string; readonly streamArn: string; readonly engineStreamArn: string };

/** The tables that were stood up. */
export type TableRegistry = {
  readonly addStream: (stream: TableStream) => void;
  readonly streamByArn: (streamArn: string) => TableStream | undefined;
  readonly addExpiring: (table: ExpiringTable) => void;
  readonly expiring: () => readonly ExpiringTable[];
};

/** Makes an empty registry. */
export const createTableRegistry = (): TableRegistry => {
  const streams = new Map<string, TableStream>();
  const expiring: ExpiringTable[] = [];
  return {
    addStream: (stream) => {
      streams.set(stream.streamArn, stream);
    },
    streamByArn: (streamArn) => streams.get(streamArn),
    addExpiring: (table) => {
      expiring.push(table);
    },
    expiring: () => expiring,
  };
};

/** A table whose rows are found by one column: what other columns say for each key. */
export type LookupTable = {
  readonly columns: readonly string[];
  /** By key: the cells of `columns`. */
  readonly rows: ReadonlyMap<string, readonly string[]>;
};

/** The tables that a mapping looks things up in, by the names that it gives them. */
export type LookupTables = {
  readonly tables: ReadonlyMap<string, LookupTable>;
  /** Stands for the content of all of them; empty where there are none. */
  readonly contentHash: string;
};

/** For mappings that look nothing up. */
export const noLookups: LookupTables = { tables: new Map(), contentHash: '' };

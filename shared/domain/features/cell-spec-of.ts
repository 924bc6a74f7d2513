import * as z from 'zod';
import { isJsonObject, type JsonObject } from '#contracts/json.ts';
import type { CellKind, CellSpec } from './cell.ts';

const kinds: Readonly<Record<CellKind, true>> = {
  totals: true,
  days: true,
  'half hours': true,
  recent: true,
  latest: true,
  keyed: true,
  tally: true,
  distinct: true,
};

/** Whoever wrote the lock wrote a whole spec: no more than its kind is checked. */
const cellSpecSchema = z.custom<CellSpec>(
  (value) => isJsonObject(value) && typeof value['kind'] === 'string' && Object.hasOwn(kinds, value['kind']),
);

/** A spec as it stands in the lock → the spec. Throws on a kind of cell that this code does not know. */
export function cellSpecOf(json: JsonObject): CellSpec {
  const parsed = cellSpecSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new Error(
    `Cannot read the lock: a cell of kind ${JSON.stringify(json['kind'])} is not known; use the code that wrote it`,
  );
}

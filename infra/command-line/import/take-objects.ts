import { canonicalJson, cellText, valueAt } from '../mapping/cell-text.ts';
import { columnsOf } from '../mapping/mapping.ts';
import { parseObject } from '../mapping/parse-object.ts';
import type { TextLine } from './read-rows.ts';
import { type Table, type TakeSettings, takeRows } from './take-rows.ts';
import type { Taken } from './taken.ts';

/** The name of a cell that no mapping can ask for: the whole line, so that what no column names is content too. */
const wholeLine = '\n';

/** Which columns of a mapping were found in any line so far: a path that leads nowhere is likely a slip of the pen. */
export class SeenColumns {
  readonly #unseen: Set<string>;

  constructor(columns: readonly string[]) {
    this.#unseen = new Set(columns);
  }

  see(column: string): void {
    this.#unseen.delete(column);
  }

  /** The columns that no line had. */
  get unseen(): string[] {
    return [...this.#unseen];
  }
}

/** Understands the objects of one NDJSON file as rows, piece by piece: a column is a path into the object. */
export async function* takeObjects(
  settings: TakeSettings,
  lines: AsyncIterable<readonly TextLine[]>,
  seen: SeenColumns,
): AsyncGenerator<Taken[]> {
  const columns = columnsOf(settings.mapping);
  let bad: Taken[] = [];
  const rowOf = ({ text, line }: TextLine) => {
    const trimmed = text.trim();
    if (trimmed === '') return [];
    const parsed = parseObject(trimmed);
    if (parsed.kind === 'bad') {
      bad.push({ kind: 'bad', reason: 'no JSON object', detail: parsed.detail, line });
      return [];
    }
    const cells = columns.map((column) => {
      const value = valueAt(parsed.value, column);
      if (value !== undefined) seen.see(column);
      return cellText(value);
    });
    return [{ cells: [...cells, canonicalJson(parsed.value)], line }];
  };
  const rows = async function* () {
    for await (const piece of lines) yield piece.flatMap(rowOf);
  };
  const names = [...columns, wholeLine];
  const table: Table = { names, place: 'the line', decimal: '.', rows: rows(), close: async () => {} };
  for await (const taken of takeRows(settings, table)) {
    yield [...bad, ...taken];
    bad = [];
  }
}

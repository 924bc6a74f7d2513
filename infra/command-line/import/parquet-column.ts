import type { AsyncBuffer, ColumnMetaData, DecodedArray, SchemaTree } from 'hyparquet';
import { parquetHeader, readPage } from 'hyparquet/src/column.js';
import { convert } from 'hyparquet/src/convert.js';
import type { ColumnDecoder, PageHeader } from 'hyparquet/src/types.js';
import { compressors } from 'hyparquet-compressors';
import { maximumReadBytes } from './bounded-reader.ts';
import { exactParsers } from './parquet-values.ts';

/** Bytes in which the header of a page is looked for: first few, then many, for it may hold long minima and maxima. */
const headerWindows = [4 * 1024, 1024 * 1024] as const;

/** Whether a column is one value a row, and not a part of a struct or a list: then it can be read page by page. */
export function isFlat({ children, element }: SchemaTree): boolean {
  return children.length === 0 && element.repetition_type !== 'REPEATED';
}

function isCount(value: number | undefined, most: number): value is number {
  return Number.isSafeInteger(value) && value !== undefined && value >= 0 && value <= most;
}

/**
 * One flat column of one row group, read page by page: no more than a page of it is in memory, and the dictionary. (The
 * reader of the library takes the column as a whole.)
 */
export class ParquetColumn {
  readonly #file: AsyncBuffer;
  readonly #decoder: ColumnDecoder;
  readonly #end: number;
  #offset: number;
  #rowsLeft: number;
  #dictionary: DecodedArray | undefined = undefined;
  #page: ArrayLike<unknown> = [];
  #taken = 0;

  constructor(file: AsyncBuffer, root: SchemaTree, tree: SchemaTree, chunk: ColumnMetaData, rows: number) {
    this.#file = file;
    const { type, codec, path_in_schema: pathInSchema } = chunk;
    const form = { element: tree.element, schemaPath: [root, tree], pathInSchema, type, codec };
    this.#decoder = { ...form, parsers: exactParsers, compressors, utf8: false };
    this.#offset = Number(chunk.dictionary_page_offset || chunk.data_page_offset);
    this.#end = this.#offset + Number(chunk.total_compressed_size);
    this.#rowsLeft = rows;
  }

  async #header(): Promise<PageHeader> {
    let failure: unknown = new Error('it has no page where one should be');
    for (const window of headerWindows) {
      const bytes = await this.#file.slice(this.#offset, Math.min(this.#end, this.#offset + window));
      const reader = { view: new DataView(bytes), offset: 0 };
      try {
        const header = parquetHeader(reader);
        this.#offset += reader.offset;
        return header;
      } catch (error) {
        failure = error;
      }
    }
    throw failure;
  }

  /** Sizes out of a damaged file can make reading endless: they are held against what there can be. */
  #check(header: PageHeader): void {
    const { compressed_page_size: packed, uncompressed_page_size: unpacked } = header;
    if (!isCount(packed, this.#end - this.#offset)) throw new Error(`a page says that it has ${packed} bytes`);
    if (!isCount(unpacked, maximumReadBytes)) throw new Error(`a page says that it has ${unpacked} bytes unpacked`);
    const { data_page_header: first, data_page_header_v2: second, dictionary_page_header: dictionary } = header;
    if (dictionary !== undefined && !isCount(dictionary.num_values, unpacked)) {
      throw new Error(`a dictionary says that it has ${dictionary.num_values} values`);
    }
    const values = first?.num_values ?? second?.num_values;
    if (header.type !== 'DICTIONARY_PAGE' && !isCount(values, this.#rowsLeft)) {
      throw new Error(`a page says that it has ${values} rows, ${this.#rowsLeft} are left`);
    }
    if (second !== undefined && (second.num_rows !== values || !isCount(second.num_nulls, second.num_values))) {
      throw new Error(`a page says that it has ${second.num_rows} rows and ${second.num_nulls} nulls`);
    }
  }

  async #nextPage(): Promise<void> {
    if (this.#offset >= this.#end) throw new Error(`${this.#rowsLeft} rows of a column are missing`);
    const header = await this.#header();
    this.#check(header);
    const bytes = await this.#file.slice(this.#offset, this.#offset + header.compressed_page_size);
    this.#offset += header.compressed_page_size;
    const reader = { view: new DataView(bytes), offset: 0 };
    const { data } = readPage(reader, header, this.#decoder, this.#dictionary, undefined, 0);
    if (data === undefined) throw new Error('a page holds nothing');
    if (header.type === 'DICTIONARY_PAGE') {
      this.#dictionary = convert(data, this.#decoder);
      return;
    }
    this.#page = data;
    this.#taken = 0;
    this.#rowsLeft -= data.length;
  }

  /** The next values. Throws if there are not so many. */
  async take(count: number): Promise<unknown[]> {
    const values: unknown[] = [];
    while (values.length < count) {
      if (this.#taken >= this.#page.length) {
        await this.#nextPage();
        continue;
      }
      values.push(this.#page[this.#taken]);
      this.#taken += 1;
    }
    return values;
  }
}

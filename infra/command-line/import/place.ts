/** Where a row stands: which of the files (from 0), and the line in it (from 1). */
export type Place = { readonly file: number; readonly line: number };

/** The same for people: the path of the file and the line. */
export type NamedPlace = { readonly file: string; readonly line: number };

/** Whether a place comes before another one in the order in which the files are read. */
export function isBefore(a: Place, b: Place): boolean {
  return a.file === b.file ? a.line < b.line : a.file < b.file;
}

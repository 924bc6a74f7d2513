import type { ByteReader, ByteWriter } from '#domain/profile/variable-length-bytes.ts';

/** How sums are written: not at all (all are 0), as they are (none is below 0), or with their sign. */
export const sumForms = 3;

/** The shortest form for these sums. */
export function sumFormOf(sums: readonly { readonly sum: number }[]): number {
  let form = 0;
  for (const { sum } of sums) {
    if (sum < 0) return 2;
    if (sum > 0) form = 1;
  }
  return form;
}

export function writeSum(writer: ByteWriter, form: number, sum: number): void {
  if (form === 1) writer.unsigned(sum);
  else if (form === 2) writer.signed(sum);
}

export function readSum(reader: ByteReader, form: number): number {
  if (form === 0) return 0;
  return form === 1 ? reader.unsigned() : reader.signed();
}

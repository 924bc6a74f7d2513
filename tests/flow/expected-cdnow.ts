import type { Deal } from './expected-starters.ts';

/** The purchases of every customer of CDNOW, read off the file and by nothing of the product. */
export function dealsOfCdnow(text: string): Map<string, Deal[]> {
  const found = new Map<string, Deal[]>();
  for (const line of text.split('\n').slice(1)) {
    const [id, date, , dollars] = line.trim().split(/ +/);
    if (id === undefined || date === undefined || dollars === undefined) continue;
    const timeMs = Date.UTC(Number(date.slice(0, 4)), Number(date.slice(4, 6)) - 1, Number(date.slice(6)));
    // The file writes all amounts with two decimals.
    const deal: Deal = { kind: 'purchase', timeMs, minor: Number(dollars.replace('.', '')) };
    found.set(id, [...(found.get(id) ?? []), deal]);
  }
  return found;
}

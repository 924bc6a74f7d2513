import type { Page } from '#ports/ledger.ts';

/** Follows a list to its end, page by page. Throws if it does not end within 1,000 pages. */
export async function walkPages<Entry>(
  limit: number,
  list: (page: { limit: number; next: string | null }) => Promise<Page<Entry>>,
): Promise<Entry[]> {
  const found: Entry[] = [];
  let next: string | null = null;
  for (let pages = 0; pages < 1_000; pages += 1) {
    const page: Page<Entry> = await list({ limit, next });
    if (page.items.length > limit) throw new Error(`A page has ${page.items.length} entries, asked for ${limit}`);
    found.push(...page.items);
    if (page.next === null) return found;
    next = page.next;
  }
  throw new Error('The list does not end within 1,000 pages');
}

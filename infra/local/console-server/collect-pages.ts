import type { Page } from '#ports/ledger.ts';

const pageLimit = 1_000;

/** Reads a list page by page, until its end or `most` items; `isCut` says that there is more. */
export async function collectPages<T>(
  read: (page: { limit: number; next: string | null }) => Promise<Page<T>>,
  most: number,
): Promise<{ readonly items: readonly T[]; readonly isCut: boolean }> {
  const items: T[] = [];
  let next: string | null = null;
  do {
    const page: Page<T> = await read({ limit: pageLimit, next });
    items.push(...page.items);
    next = page.next;
  } while (next !== null && items.length < most);
  return { items, isCut: next !== null };
}

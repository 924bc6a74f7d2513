import type { Page } from '#ports/ledger.ts';

type PageRequest = { readonly limit: number; readonly next: string | null };

/** Most pages that one command reads. */
export const maximumPages = 100_000;

/** Walks a list page by page. Throws if it has more pages than any list of ours. */
export async function* allItems<T>(read: (page: PageRequest) => Promise<Page<T>>, limit: number): AsyncGenerator<T> {
  let next: string | null = null;
  for (let pages = 0; pages < maximumPages; pages += 1) {
    const page: Page<T> = await read({ limit, next });
    yield* page.items;
    if (page.next === null) return;
    next = page.next;
  }
  throw new Error(`Cannot read the list to its end: it has more than ${maximumPages} pages of ${limit}`);
}

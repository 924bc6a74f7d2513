import type { EventIdPage } from '#contracts/profile-record.ts';
import { firstPagePosition, type PagePosition, type ProfileStore } from '#ports/profile-store.ts';

/** Most chunks that a customer of a test has. */
const mostChunks = 1_000;

/** The pages of a customer after a position, chunk by chunk, to the end. */
export async function chunksOfPages(
  store: Pick<ProfileStore, 'loadPages'>,
  { tenant, customerId }: { readonly tenant: string; readonly customerId: string },
  after: PagePosition = firstPagePosition,
): Promise<EventIdPage[][]> {
  const chunks: EventIdPage[][] = [];
  let position = after;
  for (let more = true; more; ) {
    if (chunks.length === mostChunks) throw new Error(`Cannot read the pages of ${customerId}: there is no end`);
    const chunk = await store.loadPages(tenant, customerId, position);
    chunks.push([...chunk.pages]);
    position = chunk.position;
    more = chunk.more;
  }
  return chunks;
}

/** The same pages in one list. */
export async function allPages(...asked: Parameters<typeof chunksOfPages>): Promise<EventIdPage[]> {
  return (await chunksOfPages(...asked)).flat();
}

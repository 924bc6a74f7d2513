import { isoTime } from '#contracts/time.ts';
import { interpret } from '#domain/ingest/interpret.ts';
import { customerByCustomer, type Gathered, type GatheredCustomers, type GatherSettings } from './gathered.ts';
import type { SetAsideItem } from './item-text.ts';
import { tooLargeDetail } from './too-large.ts';

type NamedItem = SetAsideItem & { readonly twins: number };

/**
 * Gives the items without an id of their own one: by their content and by how many of that very content came before, so
 * that an exact twin is an event of its own and a file that has grown keeps its ids.
 */
function withIds(mappingName: string, items: readonly SetAsideItem[]) {
  const occurrences = new Map<string, { count: number; readonly file: number }>();
  let twins = 0;
  let twinsAcrossFiles = 0;
  const named = items.map((item): NamedItem => {
    if (item.content === null) return { ...item, twins: 0 };
    const key = JSON.stringify([item.customerId, item.content]);
    const known = occurrences.get(key) ?? { count: 0, file: item.file };
    const before = known.count;
    known.count += 1;
    occurrences.set(key, known);
    if (before > 0) twins += 1;
    if (known.file !== item.file) twinsAcrossFiles += 1;
    const event = { ...item.event, id: `${mappingName}/${item.content}/${before}` };
    return { ...item, event, twins: before > 0 ? 1 : 0 };
  });
  return { items: named, twins, twinsAcrossFiles };
}

function gatherItem(settings: GatherSettings, item: NamedItem, isRepeated: boolean): Gathered {
  const { customerId, event, reports, told, twins } = item;
  const rows = [{ file: item.file, line: item.line }];
  const refused = (reason: string, detail: string): Gathered => ({ kind: 'refused', customerId, reason, detail, rows });
  if (event.timeMs > settings.limitMs) {
    return refused('later than "now"', `${isoTime(event.timeMs)} is later than ${isoTime(settings.limitMs)}`);
  }
  if (isRepeated) return refused('same id as an earlier line', `the id ${JSON.stringify(event.id)} was there before`);
  const tooLarge = tooLargeDetail(event);
  if (tooLarge !== null) return { kind: 'bad', customerId, reason: 'too large', detail: tooLarge, rows };
  const meaning = interpret(settings.plan, event);
  const minor = meaning.kind === 'means' ? meaning.minor : 0;
  return { kind: 'event', customerId, event, reports, minor, rows, twins, told };
}

/**
 * Items of some customers, all that they have → their events, customer by customer and each in order of time. Of
 * items with the same id of their own, the first counts.
 */
export function gatherItems(
  settings: GatherSettings & { readonly mappingName: string },
  given: readonly SetAsideItem[],
): GatheredCustomers {
  const { items, twins, twinsAcrossFiles } = withIds(settings.mappingName, given);
  const ids = new Set<string>();
  const gathered = items.map((item) => {
    const key = JSON.stringify([item.customerId, item.event.id]);
    const isRepeated = ids.has(key);
    ids.add(key);
    return gatherItem(settings, item, isRepeated);
  });
  return { ...customerByCustomer(gathered), twins, twinsAcrossFiles };
}

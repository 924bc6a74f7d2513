import type { MappedRow } from '../mapping/map-row.ts';
import type { EventRule, Mapping } from '../mapping/mapping.ts';
import { joinTexts, splitTexts } from './tab-separated.ts';

/** The properties of a rule that come from columns, in the order of the mapping. */
function columnProperties(rule: EventRule | undefined): string[] {
  return Object.entries(rule?.properties ?? {}).flatMap(([name, source]) => ('column' in source ? [name] : []));
}

/** How the rows of a mapping are written while they are set aside, and read again. */
export type RowText = { readonly write: (row: MappedRow) => string; readonly read: (text: string) => MappedRow };

export function rowText(mapping: Mapping): RowText {
  const properties = mapping.events.map(columnProperties);
  const write = (row: MappedRow) =>
    joinTexts([
      row.customerId,
      row.accountId,
      row.orderKey,
      String(row.rule),
      String(row.timeMs),
      row.amount === null ? null : row.amount.units.toString(),
      row.amount === null ? null : String(row.amount.scale),
      row.content,
      String(row.file),
      String(row.line),
      ...(properties[row.rule] ?? []).map((name) => row.values[name] ?? ''),
    ]);
  const read = (text: string): MappedRow => {
    const [customerId, accountId, orderKey, rule, timeMs, units, scale, content, file, line, ...values] =
      splitTexts(text);
    const names = properties[Number(rule)] ?? [];
    return {
      customerId: customerId ?? '',
      accountId: accountId ?? null,
      orderKey: orderKey ?? null,
      rule: Number(rule),
      timeMs: Number(timeMs),
      amount: typeof units !== 'string' ? null : { units: BigInt(units), scale: Number(scale) },
      values: Object.fromEntries(names.map((name, index) => [name, values[index] ?? ''])),
      content: content ?? '',
      file: Number(file),
      line: Number(line),
    };
  };
  return { write, read };
}

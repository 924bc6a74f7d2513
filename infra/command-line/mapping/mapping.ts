import * as z from 'zod';
import { conditionSchema } from './condition.ts';
import { wallClock } from './local-time.ts';
import { timeReader } from './time-format.ts';

const column = z.string().min(1);
const when = z.array(conditionSchema).max(20);

const csvFormatSchema = z.strictObject({
  kind: z.literal('csv'),
  delimiter: z.string().length(1).default(','),
  /** The quoting character, or null if the file quotes nothing. */
  quote: z.string().length(1).nullable().default('"'),
  /** What parts whole from fraction in its numbers; with a comma, points part thousands. */
  decimal: z.enum(['.', ',']).default('.'),
});

const whitespaceFormatSchema = z.strictObject({
  /** Cells without blanks inside, any number of blanks or tabs between them. */
  kind: z.literal('whitespace'),
});

const ndjsonFormatSchema = z.strictObject({
  /** One JSON object a line; a column is a path into it, such as `customer.id`. */
  kind: z.literal('ndjson'),
});

const parquetFormatSchema = z.strictObject({
  /** Parquet; a member of a struct is a column such as `customer.id`. */
  kind: z.literal('parquet'),
});

/** What a mapping is called. */
export const mappingName = z.string().regex(/^[a-z][a-z0-9-]{0,30}$/, 'must be lower-case words joined by "-"');

/** A property of the event: a constant, or a column. Of an order, the first line's text and the sum of the numbers. */
const propertySchema = z.union([
  z.strictObject({ constant: z.union([z.string(), z.number(), z.boolean()]) }),
  z.strictObject({ column, as: z.enum(['text', 'number']) }),
]);

const amountSchema = z.strictObject({
  /** The property that carries the money. */
  property: z.string().min(1),
  /** `negated`: the file books it as a negative number, the event carries it as a positive one. */
  sign: z.enum(['as it is', 'negated']),
  /** A row or order whose total is not so is refused. */
  mustBe: z.enum(['at least 0', 'above 0']),
});

const eventRuleSchema = z.strictObject({
  /** All must hold; an empty list always does. The first rule that holds makes the event. */
  when: when.default([]),
  /** `group` tells that the customer belongs to the account of the row, and the account's traits. */
  type: z.enum(['track', 'identify', 'group', 'page', 'screen']),
  name: z.string().min(1).max(60),
  /** Where the money of `amount` goes; null if the event carries none. */
  amount: amountSchema.nullable().default(null),
  properties: z.record(z.string().min(1), propertySchema).default({}),
});
export type EventRule = z.infer<typeof eventRuleSchema>;

const idSchema = z.strictObject({ column, withoutEnding: z.string().min(1).nullable().default(null) });

/** Columns that another file adds to each row: those of its row whose `key` is what this row has in `on`. */
const lookupSchema = z.strictObject({
  /** What the command line calls the file: `--lookup NAME=FILE`. */
  name: mappingName,
  on: column,
  key: column,
  take: z.array(column).min(1).max(50),
});
export type Lookup = z.infer<typeof lookupSchema>;

/** How the rows of a file become events. Lies as JSON in `retention/mappings/`. */
export const mappingSchema = z
  .strictObject({
    name: mappingName,
    description: z.string().default(''),
    format: z.discriminatedUnion('kind', [
      csvFormatSchema,
      whitespaceFormatSchema,
      ndjsonFormatSchema,
      parquetFormatSchema,
    ]),
    encoding: z.enum(['utf8', 'latin1']).default('utf8'),
    /**
     * `first line`: the file names its columns (NDJSON and Parquet always do). Otherwise their names, and the first line is
     * a row already.
     */
    columns: z.union([z.literal('first line'), z.array(column).min(1)]).default('first line'),
    /** The customer's id; `withoutEnding` is cut off where it is there (ids that a spreadsheet made into `17850.0`). */
    customer: idSchema,
    /** The account that the customer acts for, where the row names one; null if it names none. */
    account: idSchema.nullable().default(null),
    /** Other files that add columns; only for CSV and columns parted by blanks. */
    lookups: z.array(lookupSchema).max(10).default([]),
    /** When it happened: `ISO 8601`, or a pattern such as `yyyy-MM-dd HH:mm:ss`; by the clock of the `zone`, if a row says none. */
    time: z.strictObject({ column, format: z.string().min(1), zone: z.string().min(1).default('UTC') }),
    /** Money in major units: a column, the product of two columns, or none. */
    amount: z
      .union([z.strictObject({ column }), z.strictObject({ product: z.tuple([column, column]) })])
      .nullable()
      .default(null),
    /** Rows of one customer with the same value here are one order; null if every row stands for itself. */
    order: z.strictObject({ column }).nullable().default(null),
    /** Rows to leave out; the first rule that holds gives the reason. */
    refuse: z
      .array(z.strictObject({ reason: z.string().min(1), because: z.string().min(1), when: when.min(1) }))
      .max(50)
      .default([]),
    events: z.array(eventRuleSchema).min(1).max(50),
  })
  .superRefine((mapping, context) => {
    if (wallClock(mapping.time.zone) === null) {
      const message = `is no time zone: ${JSON.stringify(mapping.time.zone)}; use a name such as "Europe/Berlin", or leave it out for UTC`;
      context.addIssue({ code: 'custom', path: ['time', 'zone'], message });
    }
    if (timeReader(mapping.time.format) === null) {
      const message = `is no form of a date: ${JSON.stringify(mapping.time.format)}; use "ISO 8601" or a pattern with yyyy, MM and dd`;
      context.addIssue({ code: 'custom', path: ['time', 'format'], message });
    }
    const namesItself = mapping.format.kind === 'ndjson' || mapping.format.kind === 'parquet';
    if (namesItself && mapping.columns !== 'first line') {
      const message = `has to be left out: ${mapping.format.kind} names its columns itself`;
      context.addIssue({ code: 'custom', path: ['columns'], message });
    }
    const isText = mapping.format.kind === 'csv' || mapping.format.kind === 'whitespace';
    if (mapping.lookups.length > 0 && !isText) {
      context.addIssue({ code: 'custom', path: ['lookups'], message: 'are for CSV and columns parted by blanks only' });
    }
    for (const [index, event] of mapping.events.entries()) {
      if (event.type === 'group' && mapping.account === null) {
        const message = 'is "group", but the mapping has no "account"';
        context.addIssue({ code: 'custom', path: ['events', index, 'type'], message });
      }
      if (event.amount !== null && mapping.amount === null) {
        const message = 'carries money, but the mapping has no "amount"';
        context.addIssue({ code: 'custom', path: ['events', index, 'amount'], message });
      }
      if (event.amount !== null && Object.hasOwn(event.properties, event.amount.property)) {
        const message = `"${event.amount.property}" carries the money already`;
        context.addIssue({ code: 'custom', path: ['events', index, 'properties'], message });
      }
    }
  });
export type Mapping = z.infer<typeof mappingSchema>;

/** The columns that a mapping takes from other files. */
export function lookedUpColumns(mapping: Mapping): string[] {
  return mapping.lookups.flatMap((lookup) => lookup.take);
}

/** The columns that a mapping names, each once, in the order in which a row is read; those that are looked up included. */
export function columnsOf(mapping: Mapping): string[] {
  const amount =
    mapping.amount === null ? [] : 'column' in mapping.amount ? [mapping.amount.column] : mapping.amount.product;
  const properties = mapping.events.flatMap((event) => Object.values(event.properties));
  return [
    ...new Set([
      mapping.customer.column,
      mapping.time.column,
      ...(mapping.account === null ? [] : [mapping.account.column]),
      ...mapping.lookups.map((lookup) => lookup.on),
      ...amount,
      ...(mapping.order === null ? [] : [mapping.order.column]),
      ...mapping.refuse.flatMap((rule) => rule.when.map((condition) => condition.column)),
      ...mapping.events.flatMap((event) => event.when.map((condition) => condition.column)),
      ...properties.flatMap((property) => ('column' in property ? [property.column] : [])),
    ]),
  ];
}

import { type Mapping, mappingSchema } from '#infra/command-line/mapping/mapping.ts';

/** A mapping of single purchases: `who;when;paid`. */
export const singles: Mapping = mappingSchema.parse({
  name: 'singles',
  description: 'One line is one purchase.',
  format: { kind: 'csv', delimiter: ';' },
  columns: 'first line',
  customer: { column: 'who', withoutEnding: '.0' },
  time: { column: 'when', format: 'yyyy-MM-dd' },
  amount: { column: 'paid' },
  order: null,
  refuse: [
    { reason: 'a test', because: 'Tests buy nothing.', when: [{ column: 'who', is: 'one of', values: ['test'] }] },
  ],
  events: [
    {
      when: [],
      type: 'track',
      name: 'Order Completed',
      amount: { property: 'total', sign: 'as it is', mustBe: 'at least 0' },
      properties: { currency: { constant: 'EUR' } },
    },
  ],
});

/** A mapping of order lines: `order;who;when;pieces;price`, where returns have an order number that starts with R. */
export const orders: Mapping = mappingSchema.parse({
  name: 'orders',
  description: 'Lines of one order number are one order.',
  format: { kind: 'csv', delimiter: ';' },
  columns: 'first line',
  customer: { column: 'who', withoutEnding: null },
  time: { column: 'when', format: 'ISO 8601' },
  amount: { product: ['pieces', 'price'] },
  order: { column: 'order' },
  refuse: [],
  events: [
    {
      when: [{ column: 'order', is: 'starting with', value: 'R' }],
      type: 'track',
      name: 'Order Refunded',
      amount: { property: 'total', sign: 'negated', mustBe: 'above 0' },
      properties: {},
    },
    {
      when: [],
      type: 'track',
      name: 'Order Completed',
      amount: { property: 'total', sign: 'as it is', mustBe: 'above 0' },
      properties: {
        order_id: { column: 'order', as: 'text' },
        pieces: { column: 'pieces', as: 'number' },
        first_price: { column: 'price', as: 'text' },
      },
    },
  ],
});

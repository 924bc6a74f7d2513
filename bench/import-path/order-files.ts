import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { createGzip } from 'node:zlib';
import { type Mapping, mappingSchema } from '#infra/command-line/mapping/mapping.ts';
import { chance } from '../chance.ts';

/** Lines that are written at a time. */
const linesAtATime = 5_000;

const header = 'order_id,customer_id,date,quantity,price,country,note\n';

/** How the lines of the files become orders. */
export const orderMapping: Mapping = mappingSchema.parse({
  name: 'bench-orders',
  description: 'Two lines are one order.',
  format: { kind: 'csv' },
  customer: { column: 'customer_id', withoutEnding: null },
  time: { column: 'date', format: 'yyyy-MM-dd HH:mm:ss' },
  amount: { product: ['quantity', 'price'] },
  order: { column: 'order_id' },
  refuse: [],
  events: [
    {
      when: [],
      type: 'track',
      name: 'Order Completed',
      amount: { property: 'total', sign: 'as it is', mustBe: 'at least 0' },
      properties: {
        currency: { constant: 'EUR' },
        order_id: { column: 'order_id', as: 'text' },
        quantity: { column: 'quantity', as: 'number' },
        country: { column: 'country', as: 'text' },
      },
    },
  ],
});

/** One line after the other, each order with two; the same for the same numbers. */
function* orderLines(fileNumber: number, customers: number): Generator<string> {
  const random = chance(fileNumber);
  const whole = (below: number) => Math.floor(random() * below);
  for (let order = 0; ; order += 1) {
    const customer = `c${whole(customers)}`;
    const date = new Date(Date.UTC(2020, 0, 1) + whole(5 * 365 * 86_400) * 1000).toISOString();
    const about = `${fileNumber}-${order},${customer},${date.slice(0, 10)} ${date.slice(11, 19)}`;
    for (let item = 0; item < 2; item += 1) {
      yield `${about},${1 + whole(9)},${(whole(10_000) / 100).toFixed(2)},${whole(2) ? 'Germany' : 'France'},"with ""care"", please"\n`;
    }
  }
}

/** Writes one file of about so many bytes of text, gzipped if its name ends so. Returns its path. */
async function writeOrders(path: string, fileNumber: number, bytes: number, customers: number): Promise<string> {
  const file = createWriteStream(path);
  const out = path.endsWith('.gz') ? createGzip({ level: 1 }) : file;
  if (out !== file) out.pipe(file);
  const lines = orderLines(fileNumber, customers);
  out.write(header);
  for (let written = header.length; written < bytes; ) {
    let text = '';
    for (let count = 0; count < linesAtATime; count += 1) text += lines.next().value;
    written += text.length;
    if (!out.write(text)) await once(out, 'drain');
  }
  out.end();
  await once(file, 'close');
  return path;
}

/** Writes so many bytes of order lines into a directory, in two plain files and two gzipped ones. */
export async function writeOrderFiles(directory: string, bytes: number, customers: number): Promise<string[]> {
  const names = ['1.csv', '2.csv', '3.csv.gz', '4.csv.gz'];
  const paths: string[] = [];
  for (const [index, name] of names.entries()) {
    paths.push(await writeOrders(join(directory, name), index + 1, bytes / names.length, customers));
  }
  return paths;
}

import type { Deal } from './expected-starters.ts';

/** Lines that the shop books for itself. */
const costs = new Set(['BANK CHARGES', 'CRUK', 'AMAZONFEE', 'S', 'B']);

/** Splits a line of CSV without line breaks in quotes. */
function cellsOf(line: string): string[] {
  const cells = line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g);
  return [...cells].map((found) => found[1]?.replaceAll('""', '"') ?? found[2] ?? '');
}

type Invoice = { readonly customer: string; readonly isRefund: boolean; thousandths: number; timeMs: number };

/** Orders and refunds of every customer in pence, read off the file and by nothing of the product. */
export function dealsOfOnlineRetail(text: string): Map<string, Deal[]> {
  const invoices = new Map<string, Invoice>();
  for (const line of text.split('\n').slice(1)) {
    const [invoice = '', stock = '', , quantity = '', when = '', price = '', id = ''] = cellsOf(line.trimEnd());
    if (id === '' || Number(price) <= 0 || costs.has(stock)) continue;
    const timeMs = Date.parse(`${when.replace(' ', 'T')}Z`);
    const customer = id.replace(/\.0$/, '');
    const own = invoices.get(invoice) ?? { customer, isRefund: invoice.startsWith('C'), thousandths: 0, timeMs };
    own.thousandths += Math.abs(Number(quantity)) * Math.round(Number(price) * 1000);
    own.timeMs = Math.min(own.timeMs, timeMs);
    invoices.set(invoice, own);
  }
  const deals = new Map<string, Deal[]>();
  for (const { customer, isRefund, thousandths, timeMs } of invoices.values()) {
    const deal: Deal = { kind: isRefund ? 'refund' : 'purchase', timeMs, minor: Math.floor((thousandths + 5) / 10) };
    deals.set(customer, [...(deals.get(customer) ?? []), deal]);
  }
  return deals;
}

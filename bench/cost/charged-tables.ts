import type { Item } from '#adapters/aws/item-attributes.ts';
import { createMemoryCustomerTable } from '#adapters/memory/memory-customer-table.ts';
import { createMemoryLedgerTable } from '#adapters/memory/memory-ledger-table.ts';
import type { TableCharge } from '#adapters/memory/memory-table-charges.ts';
import type { Meter } from '#ports/meter.ts';
import type { Part, Tally } from './tally.ts';

function chargeProfileWrite(tally: Tally, units: number): void {
  tally.note('profile writes', 1);
  tally.add('profiles, first KB', 1);
  tally.add('profiles, beyond 1 KB', units - 1);
}

function customerPart({ kind, target }: TableCharge): Part {
  const isPage = target.startsWith('page#');
  if (kind === 'read units') {
    if (target === 'profile') return 'profiles read';
    return isPage ? 'pages read' : 'other reads';
  }
  if (isPage) return 'pages of event ids';
  return target === 'traits' ? 'traits written' : 'runs of playbooks';
}

function chargeCustomer(tally: Tally, charge: TableCharge): void {
  const { kind, target, units, indexUnits } = charge;
  tally.add('wake index', indexUnits);
  // What a tick reads to find nothing is a standing cost, not one of events.
  if (target === 'wakeShard') return;
  if (kind === 'write units' && target === 'profile') chargeProfileWrite(tally, units);
  else tally.add(customerPart(charge), units);
}

/** What is counted of segments: the marks that a write was counted, and the sums. */
function ledgerPart(target: string) {
  const isCount = /^(counted#|[-+~^!*]|[a-z]+>)/.test(target);
  return isCount ? 'flows between segments' : 'rest of the ledger';
}

function chargeLedger(tally: Tally, { kind, target, units, indexUnits }: TableCharge): void {
  tally.add('rest of the ledger', indexUnits);
  if (kind === 'read units') tally.add('other reads', units);
  else tally.add(target.startsWith('transition#') ? 'transitions in the ledger' : ledgerPart(target), units);
}

/** The tables, each telling the tally what DynamoDB would charge; `onPut` is the stream of the customers' table. */
export function createChargedTables(tally: Tally, onPut: (item: Item) => void) {
  return {
    customers: createMemoryCustomerTable(onPut, (charge) => chargeCustomer(tally, charge)),
    ledger: createMemoryLedgerTable((charge) => chargeLedger(tally, charge)),
  };
}

/** What is not a table tells its charges through the meter. */
export function tallyMeter(tally: Tally): Meter {
  return {
    count(what, units) {
      if (what === 'SQS requests') tally.add('SQS sent', units);
      if (what === 'EventBridge entries') tally.add('EventBridge entries', units);
      if (what === 'read units') tally.add('other reads', units);
    },
  };
}

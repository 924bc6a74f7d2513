import { parseFlowItem } from '#adapters/aws/flow-items.ts';
import { text } from '#adapters/aws/item-attributes.ts';
import { parseCustomerKey } from '#adapters/aws/item-keys.ts';
import type { FlowAmounts } from '#contracts/segment-flow.ts';
import { flowsOf } from '#domain/migrations/flows-of.ts';
import { difference } from './difference.ts';
import type { ExpectedWorld } from './expected-world.ts';
import type { SeenWorld } from './seen-world.ts';

const amountOf = {
  entered: { live: 'entered', history: 'enteredInHistory' },
  exited: { live: 'exited', history: 'exitedInHistory' },
} as const;

type Sums = Record<string, Partial<Record<keyof FlowAmounts, number>>>;

function add(sums: Sums, what: string, amount: keyof FlowAmounts, by: number): void {
  const own = sums[what] ?? {};
  sums[what] = { ...own, [amount]: (own[amount] ?? 0) + by };
}

/** What the committed writes changed, by tenant and segment. */
function changesOf({ writes }: SeenWorld): Sums {
  const sums: Sums = {};
  for (const [key, own] of writes) {
    const { tenant } = parseCustomerKey(key);
    for (const { record } of own) {
      for (const change of record.outbox?.changes ?? []) {
        if (change.kind === 'risk') continue;
        const what = `${tenant}|${change.segment}`;
        if (change.kind === 'held back') add(sums, what, 'heldBack', 1);
        else {
          const isHistory = record.outbox?.mode === 'replay' || change.takenIn === 'silently';
          add(sums, what, amountOf[change.kind][isHistory ? 'history' : 'live'], 1);
        }
      }
    }
  }
  return sums;
}

/** What was counted on all days, by tenant and segment. */
function countedIn({ evidence }: SeenWorld): Sums {
  const sums: Sums = {};
  const items = evidence.ledger.all().filter((item) => text(item, 'pk').startsWith('flows|'));
  for (const [tenant = '', own] of Map.groupBy(items, (item) => text(item, 'pk').split('|')[1])) {
    for (const { kind, parts, amounts } of flowsOf(own.map(parseFlowItem))) {
      if (kind !== 'segment') continue;
      for (const name of ['entered', 'enteredInHistory', 'exited', 'exitedInHistory', 'heldBack'] as const) {
        if (amounts[name] !== undefined) add(sums, `${tenant}|${parts[0]}`, name, amounts[name]);
      }
    }
  }
  return sums;
}

/** Every entry and exit of a committed write was counted, once. */
export function checkFlows(_expected: ExpectedWorld, seen: SeenWorld): string[] {
  const wanted = changesOf(seen);
  const counted = countedIn(seen);
  return [...new Set([...Object.keys(wanted), ...Object.keys(counted)])]
    .sort()
    .flatMap((what) => difference(`flows of ${what}`, sorted(wanted[what]), sorted(counted[what])));
}

function sorted(amounts: Sums[string] = {}): unknown {
  return Object.entries(amounts).sort();
}

import { describe, expect, test } from 'vitest';
import { plannedItem } from '#domain/declaring/planned-item.ts';
import { countWithin, sumWithin } from '#domain/features/builders/counts.ts';
import { feature } from '#domain/features/builders/feature.ts';
import { event } from '#domain/features/builders/select.ts';
import { money } from '#domain/features/builders/sources.ts';
import { did } from '#domain/segments/event-rules.ts';
import { atLeast, segment } from '#domain/segments/rule-builders.ts';
import { orders } from '../example-definitions.ts';
import { defining } from '../profile/judging.ts';

/** Features that each need a cell of their own: 90 days of sums. */
const dear = ['Bought', 'Returned', 'Carted', 'Complained', 'Cancelled', 'Looked'].map((name, index) =>
  feature(`money${index}`, sumWithin(event(name), money, 90 - index), { description: `money of ${name}` }),
);

describe('defineRetention and the budget of items', () => {
  test('defineRetention refuses more state than fits, naming the five dearest features with their bytes, and what to do', () => {
    const cheap = feature('looks', countWithin(event('Looked'), 2), { description: 'looks' });
    let message = '';
    try {
      defining([], { features: [orders, cheap, ...dear] });
    } catch (error) {
      message = error instanceof Error ? error.message : '';
    }
    expect(message).toMatch(
      /^Cannot keep what is declared: the item of a busy customer would have \d{4} bytes, and its budget is 1024\./,
    );
    const named = [...message.matchAll(/(money\d) \((\d+) bytes\)/g)].map(([, name, bytes]) => ({
      name,
      bytes: Number(bytes),
    }));
    expect(named.map(({ name }) => name)).toEqual(['money0', 'money1', 'money2', 'money3', 'money4']);
    expect(named.map(({ bytes }) => bytes)).toEqual(named.map(({ bytes }) => bytes).toSorted((a, b) => b - a));
    expect(message).not.toContain('looks (');
    expect(message).toContain('or raise itemBudgetBytes (each 1,024 bytes begun cost a write unit)');
  });

  test('defineRetention takes the same where the deployer has raised the budget', () => {
    const definitions = defining([], { features: [orders, ...dear], itemBudgetBytes: 8_192 });
    expect(plannedItem(definitions, 'customer').bytes).toBeGreaterThan(1_024);
    expect(definitions.itemBudgetBytes).toBe(8_192);
  });

  test('defineRetention gives accounts a budget of their own', () => {
    const ofAccounts = ['Bought', 'Returned', 'Carted'].map((name) =>
      feature(`account${name}`, sumWithin(event(name), money, 90), {
        description: `money of ${name}`,
        subject: 'account',
      }),
    );
    const definitions = defining([], { features: ofAccounts });
    expect(plannedItem(definitions, 'account').budgetBytes).toBe(4_096);
    expect(plannedItem(definitions, 'account').bytes).toBeGreaterThan(plannedItem(definitions, 'customer').bytes);
    const tight = () => defining([], { features: ofAccounts, accountItemBudgetBytes: 700 });
    expect(tight).toThrow('the item of a busy account would have');
    expect(tight).toThrow('or raise accountItemBudgetBytes');
  });

  test('defineRetention names a segment that asks for state of its own', () => {
    const asking = segment('asking', {
      version: 1,
      description: 'Asks.',
      rule: did(event('Looked'), { atLeast: 20, within: { days: 7 } }),
    });
    expect(() => defining([asking], { features: [orders], itemBudgetBytes: 600 })).toThrow(
      /the segment "asking" \(\d+ bytes\)/,
    );
  });

  test('plannedItem counts what the cells take, and the stays, keys and ids besides', () => {
    const few = plannedItem(defining([], { features: [orders] }), 'customer');
    const [one] = dear;
    const more = plannedItem(defining([], { features: one === undefined ? [] : [orders, one] }), 'customer');
    expect(more.bytes - few.bytes).toBe(more.state.total - few.state.total);
    const named = segment('a-segment-with-a-name', { version: 1, description: 'Any.', rule: atLeast(orders, 1) });
    expect(plannedItem(defining([named], { features: [orders] }), 'customer').otherBytes).toBeGreaterThan(
      few.otherBytes,
    );
  });
});

import { kmeans } from 'ml-kmeans';
import { describe, expect, test } from 'vitest';
import type { Population } from '#contracts/population.ts';
import type { ProfileRecord } from '#contracts/profile-record.ts';
import { noRelations } from '#contracts/relations.ts';
import { type Census, createCensus, mostTenants } from '#domain/population/census.ts';
import { decodeCensus, encodeCensus } from '#domain/population/census-layout.ts';
import type { GroupTally } from '#domain/population/group-tally.ts';
import { measuredGroup, recount } from '#domain/population/measured-group.ts';
import { populationNeeds } from '#domain/population/population-needs.ts';
import { populationOf } from '#domain/population/population-of.ts';
import { segmentSizesOf } from '#domain/population/segment-sizes-of.ts';
import { emptyProfileState, type ProfileState } from '#domain/profile/profile-state.ts';
import { encodeState } from '#domain/profile/state-layout.ts';
import { numberSetOf } from '#domain/segments/number-set.ts';
import { buyer, champion, quiet, surveyedRetention } from '../../functions/survey-world.ts';

const definitions = surveyedRetention(quiet, buyer, champion);
const needs = populationNeeds(definitions);
const nowMs = Date.UTC(2026, 2, 1);

function stateOf(spentMinor: number): ProfileState {
  const totals = { count: 3, firstMs: nowMs, lastMs: nowMs, sumMinor: spentMinor };
  return { ...emptyProfileState, events: 3, totals: new Map([['purchase', totals]]) };
}

function recordOf(
  customerId: string,
  tenant: string,
  state: ProfileState,
  more: Partial<ProfileRecord>,
): ProfileRecord {
  return {
    tenant,
    customerId,
    version: 1,
    state: encodeState(state),
    recentEventIds: new Uint8Array(),
    recentFromHistory: false,
    pagedIds: { kind: 'none' },
    memberships: {},
    judged: numberSetOf(definitions.segments.map((segment) => segment.number)),
    relations: noRelations,
    riskBand: 'low',
    judgedMs: nowMs,
    clock: 'live',
    wakeAtMs: null,
    joined: null,
    outbox: null,
    ...more,
  };
}

function count(
  census: Census,
  customerId: string,
  of: { tenant?: string; spentMinor?: number; isWoken?: boolean; record?: Partial<ProfileRecord> } = {},
): boolean {
  const state = stateOf(of.spentMinor ?? 100);
  const record = recordOf(customerId, of.tenant ?? 'shop', state, of.record ?? {});
  const readMs = census.readMs(record);
  return census.count({ record, state, nowMs: readMs, population: null, isWoken: of.isWoken ?? false });
}

function snapshotOf(census: Census): Population {
  const group = measuredGroup(census.groups());
  if (group === undefined) throw new Error('There are no customers');
  return populationOf(kmeans, needs, group, null, nowMs);
}

describe('createCensus', () => {
  test('createCensus adds up members, those held back, those not judged, and revenue to the cent', () => {
    const census = createCensus(definitions, needs, { startedMs: nowMs });
    const stay = { sinceMs: nowMs, version: 1, enteredVersion: 1, heldBack: false };
    count(census, 'a', { spentMinor: 1_010, record: { memberships: { buyer: stay } } });
    count(census, 'b', { spentMinor: 2_020, record: { memberships: { buyer: { ...stay, heldBack: true } } } });
    count(census, 'c', { spentMinor: -30, isWoken: true, record: { judged: new Uint8Array() } });
    const sizes = segmentSizesOf(
      definitions,
      census.groups(),
      { startedMs: nowMs, endedMs: nowMs },
      new Map([['buyer', 7]]),
    );
    expect(sizes.customers).toEqual({ profiles: 3, incomplete: 0, woken: 1, revenueMinor: 3_000 });
    const size = (name: string) => sizes.segments.find((one) => one.segment === name);
    expect(size('buyer')).toMatchObject({
      members: 2,
      heldBack: 1,
      notJudged: 1,
      revenueMinor: 3_030,
      announcedMembers: 7,
    });
    expect(size('quiet')).toMatchObject({
      members: 0,
      heldBack: 0,
      notJudged: 1,
      revenueMinor: 0,
      announcedMembers: 0,
    });
  });

  test('createCensus goes on from what it wrote down as if it had never stopped', () => {
    const whole = createCensus(definitions, needs, { startedMs: nowMs });
    const first = createCensus(definitions, needs, { startedMs: nowMs });
    const customers = Array.from({ length: 200 }, (_, index) => ({
      id: `c${index}`,
      spentMinor: (index * 7_919) % 9_973,
    }));
    for (const { id, spentMinor } of customers) count(whole, id, { spentMinor });
    for (const { id, spentMinor } of customers.slice(0, 77)) count(first, id, { spentMinor });
    const second = createCensus(definitions, needs, {
      startedMs: nowMs,
      begun: decodeCensus(encodeCensus(first.groups())),
    });
    for (const { id, spentMinor } of customers.slice(77)) count(second, id, { spentMinor });
    expect(snapshotOf(second)).toEqual(snapshotOf(whole));
    expect(snapshotOf(whole).customers).toBe(200);
    expect(encodeCensus(second.groups())).toEqual(encodeCensus(whole.groups()));
  });

  test('createCensus counts accounts apart from customers, and gives them their own total', () => {
    const census = createCensus(definitions, needs, { startedMs: nowMs });
    count(census, 'ada');
    count(census, 'account:acme');
    count(census, 'account:beta');
    const sizes = segmentSizesOf(
      definitions,
      census.groups(),
      { startedMs: nowMs, endedMs: nowMs },
      new Map([['buyer', 7]]),
    );
    expect([sizes.customers.profiles, sizes.accounts.profiles]).toEqual([1, 2]);
    expect(sizes.accounts.revenueMinor).toBeNull();
    expect(snapshotOf(census).customers).toBe(1);
  });

  test('createCensus counts nobody of more tenants than it has room for, and says so', () => {
    const census = createCensus(definitions, needs, { startedMs: nowMs });
    for (let index = 0; index < mostTenants; index += 1) expect(count(census, 'a', { tenant: `t${index}` })).toBe(true);
    expect(count(census, 'a', { tenant: 'one-too-many' })).toBe(false);
    expect(count(census, 'b', { tenant: 't0' })).toBe(true);
    expect(census.groups().length).toBe(mostTenants);
  });

  test('createCensus holds fewer of each tenant the more tenants there are', () => {
    const census = createCensus(definitions, needs, { startedMs: nowMs });
    for (let index = 0; index < mostTenants; index += 1) count(census, 'a', { tenant: `t${index}` });
    for (let index = 0; index < 3_000; index += 1) count(census, `c${index}`, { tenant: 't0', spentMinor: index });
    const group = census.groups().find((one) => one.tenant === 't0');
    expect(group?.sample.rows().length).toBe(1_000);
    expect(group?.profiles).toBe(3_001);
  });
});

describe('measuredGroup', () => {
  const replay = { record: { clock: 'replay' as const, judgedMs: nowMs - 1_000 } };

  test('measuredGroup takes those who are live, and history only where there is nobody else', () => {
    const census = createCensus(definitions, needs, { startedMs: nowMs });
    expect(measuredGroup(census.groups())).toBeUndefined();
    count(census, 'account:acme');
    expect(measuredGroup(census.groups())).toBeUndefined();
    count(census, 'ada', replay);
    expect(measuredGroup(census.groups())).toMatchObject({ clock: 'replay', profiles: 1, readMs: nowMs - 1_000 });
    count(census, 'ben');
    expect(measuredGroup(census.groups())).toMatchObject({ clock: 'live', profiles: 1 });
  });

  test('recount asks for a second count where history was read at different times, and for no third', () => {
    const counted = (begun: readonly GroupTally[], ...judgedMs: number[]) => {
      const census = createCensus(definitions, needs, { startedMs: nowMs, begun });
      for (const [index, ms] of judgedMs.entries()) {
        const state = stateOf(100);
        const record = recordOf(`c${index}`, 'shop', state, { clock: 'replay', judgedMs: ms });
        census.count({ record, state, nowMs: census.readMs(record), population: null, isWoken: false });
      }
      return census.groups();
    };
    expect(recount(counted([], 5, 5, 3))).toBeNull();
    const again = recount(counted([], 5, 9, 3));
    expect(again).toMatchObject([{ readMs: 9, profiles: 0, attempt: 2 }]);
    const second = counted(again ?? [], 5, 9, 3);
    expect(second).toMatchObject([{ readMs: 9, profiles: 3, isUneven: false }]);
    expect(recount(second)).toBeNull();
    expect(recount(counted(again ?? [], 5, 12, 15))).toBeNull();
  });
});

import { describe, expect, test } from 'vitest';
import type { RetentionLock } from '#contracts/retention-lock.ts';
import type { SegmentDefinition } from '#contracts/segment-rule.ts';
import { countWithin } from '#domain/features/builders/counts.ts';
import { feature } from '#domain/features/builders/feature.ts';
import { event } from '#domain/features/builders/select.ts';
import { lockOf } from '#domain/lock-of.ts';
import type { ProfileState } from '#domain/profile/profile-state.ts';
import { numbersIn } from '#domain/segments/number-set.ts';
import { all, atLeast, not, segment } from '#domain/segments/rule-builders.ts';
import { inSegment } from '#domain/segments/standing-rules.ts';
import { orders, quietDays, spent } from '../example-definitions.ts';
import { exampleEvent, juneMs } from '../example-event.ts';
import { stateOf } from '../histories.ts';
import { defining, JudgedCustomer } from './judging.ts';

const bought = exampleEvent({ name: 'Bought', properties: { total: 60 }, timeMs: juneMs });
const buyer = stateOf([bought]);

const looked = feature('looked', countWithin(event('Looked'), 7), { description: 'looks in 7 days' });
const features = [quietDays, orders, spent, looked];

const about = { version: 1, description: 'For a test.' };
const first = segment('first', { ...about, rule: atLeast(orders, 1) });
const rich = segment('rich', { ...about, rule: atLeast(spent, 50) });
const richer = segment('rich', { ...about, version: 2, rule: atLeast(spent, 100) });

/** The locks of one release after the other. */
function locks(...releases: SegmentDefinition[][]): RetentionLock {
  const lock = releases.reduce<RetentionLock | null>(
    (previous, segments) => lockOf({ features, segments }, previous),
    null,
  );
  if (lock === null) throw new Error('Cannot lock nothing');
  return lock;
}

const lock = locks([first, rich], [first, richer]);
const before = defining([first, rich], { features }, lock);

/** A customer who was judged under the first release. */
function known(state: ProfileState = buyer): JudgedCustomer {
  const customer = new JudgedCustomer();
  customer.look(before, state, 0);
  return customer;
}

function judgedNumbers(customer: JudgedCustomer): number[] {
  return numbersIn(customer.before?.judged ?? new Uint8Array());
}

describe('judgeProfile and definitions that are new to somebody', () => {
  test.each(['silently', 'announced'] as const)(
    'judgeProfile takes members in %s, as a new definition says',
    (takeIn) => {
      const made = segment('made', { ...about, takeIn, rule: atLeast(orders, 1) });
      const definitions = defining([first, rich, made], { features }, locks([first, rich], [first, richer, made]));
      const customer = known();
      expect(customer.look(definitions, buyer, 1).said).toEqual([`entered made ${takeIn}`]);
      expect(customer.look(definitions, buyer, 2).said).toEqual([]);
      expect(customer.look(definitions, stateOf([]), 3).said).toEqual(['exited first', 'exited rich', 'exited made']);
    },
  );

  test('judgeProfile judges who is new to everything in the ordinary way, whatever the definitions say', () => {
    expect(new JudgedCustomer().look(before, buyer, 0).said).toEqual(['entered first', 'entered rich']);
  });

  test('judgeProfile tells of a later entry as of any other, once somebody was taken in and was not a member', () => {
    const made = segment('made', { ...about, rule: atLeast(orders, 2) });
    const definitions = defining([first, rich, made], { features }, locks([first, rich], [made]));
    const customer = known();
    expect(customer.look(definitions, buyer, 1).said).toEqual([]);
    const twice = stateOf([bought, { ...bought, id: 'second' }]);
    expect(customer.look(definitions, twice, 2).said).toEqual(['entered made']);
  });

  test('judgeProfile ends stays that an edited version does not hold any more as that says, and forgets the old version', () => {
    const customer = known();
    expect(judgedNumbers(customer)).toEqual([0, 1]);
    const after = defining([first, richer], { features }, lock);
    expect(customer.look(after, buyer, 1).said).toEqual(['exited rich silently']);
    expect(judgedNumbers(customer)).toEqual([0, 2]);
    expect(customer.look(after, buyer, 2).said).toEqual([]);
  });

  test('judgeProfile lets a stay go on under an edited version that holds, with the number of that version', () => {
    const edited = segment('rich', { ...about, version: 2, rule: atLeast(spent, 40) });
    const definitions = defining([first, edited], { features }, locks([first, rich], [first, edited]));
    const customer = known();
    expect(customer.look(definitions, buyer, 1).said).toEqual([]);
    expect(customer.before?.memberships['rich']).toEqual({
      sinceMs: juneMs,
      version: 2,
      enteredVersion: 1,
      heldBack: false,
    });
  });

  test('judgeProfile ends stays in a segment that is off without a word, and takes its members in when it is on again', () => {
    const off = defining(
      [first, segment('rich', { ...about, rule: atLeast(spent, 50), enabled: false })],
      { features },
      lock,
    );
    const customer = known();
    expect(customer.look(off, buyer, 1).said).toEqual(['exited rich silently']);
    expect(judgedNumbers(customer)).toEqual([0]);
    expect(customer.look(off, buyer, 2).said).toEqual([]);
    expect(customer.look(before, buyer, 3).said).toEqual(['entered rich silently']);
    expect(judgedNumbers(customer)).toEqual([0, 1]);
  });

  test('judgeProfile takes in what turns because a segment that it refers to was edited or switched off, through others too', () => {
    const target = segment('target', { ...about, rule: inSegment(rich) });
    const others = segment('others', { ...about, takeIn: 'announced', rule: not(inSegment(target)) });
    const numbered = locks([first, rich, target, others], [first, richer, target, others]);
    const customer = new JudgedCustomer();
    customer.look(defining([first, rich, target, others], { features }, numbered), buyer, 0);
    expect(customer.look(defining([first, richer, target, others], { features }, numbered), buyer, 1).said).toEqual([
      'exited rich silently',
      'exited target silently',
      'entered others announced',
    ]);
    const off = segment('rich', { ...about, rule: atLeast(spent, 50), enabled: false });
    const other = new JudgedCustomer();
    other.look(defining([first, rich, target], { features }, numbered), buyer, 0);
    const switchedOff = defining([first, off, target], { features }, numbered);
    expect(other.look(switchedOff, buyer, 1).said).toEqual(['exited rich silently', 'exited target silently']);
  });

  test('judgeProfile tells as usual of what turns beside a segment that was edited and is left as it was', () => {
    const thrifty = segment('thrifty', { ...about, rule: all(inSegment(rich), atLeast(orders, 2)) });
    const edited = segment('rich', { ...about, version: 2, rule: atLeast(spent, 40) });
    const both = locks([first, rich, thrifty], [first, edited, thrifty]);
    const customer = new JudgedCustomer();
    customer.look(defining([first, rich, thrifty], { features }, both), buyer, 0);
    const twice = stateOf([bought, { ...bought, id: 'second' }]);
    const after = defining([first, edited, thrifty], { features }, both);
    expect(customer.look(after, twice, 1).said).toEqual(['entered thrifty']);
  });

  test('judgeProfile forgets that somebody was judged under a segment that was retired', () => {
    const customer = known();
    const retired = defining([first], { features, retiredSegments: ['rich'] }, lock);
    expect(customer.look(retired, buyer, 1).said).toEqual(['exited rich silently']);
    expect(judgedNumbers(customer)).toEqual([0]);
  });

  test('judgeProfile counts who was judged before there was a lock as judged under the segments of that time', () => {
    const made = segment('made', { ...about, rule: atLeast(orders, 1) });
    const definitions = defining([first, rich, made], { features }, locks([first, rich], [made]));
    const customer = known(stateOf([]));
    if (customer.before !== null) customer.before = { ...customer.before, judged: null };
    expect(customer.look(definitions, buyer, 1).said).toEqual([
      'entered first',
      'entered rich',
      'entered made silently',
    ]);
    expect(judgedNumbers(customer)).toEqual([0, 1, 2]);
  });
});

describe('judgeProfile and newer code beside it', () => {
  test('judgeProfile leaves alone what newer code has judged under a version that is not known here', () => {
    const oldLock = locks([first, rich]);
    const older = defining([first, rich], { features }, oldLock);
    const newer = defining([first, richer], { features }, lock);
    const customer = known();
    expect(customer.look(newer, buyer, 1).said).toEqual(['exited rich silently']);
    expect(customer.look(older, buyer, 2).said).toEqual([]);
    expect(judgedNumbers(customer)).toEqual([0, 2]);
    expect(customer.look(older, stateOf([]), 3).said).toEqual(['exited first']);
  });
});

describe('judgeProfile and state that is not complete', () => {
  const watching = segment('watching', { ...about, takeIn: 'announced', rule: atLeast(looked, 1) });
  const idle = segment('idle', { ...about, rule: not(inSegment(watching)) });
  const definitions = defining([watching, idle, first], { features }, locks([watching, idle, first]));
  const [cell = { number: -1 }] = definitions.cells;
  const look = exampleEvent({ id: 'look', name: 'Looked', timeMs: juneMs });
  const whole = stateOf([look], definitions.folding.customer);
  const partial: ProfileState = { ...whole, cells: new Map(), complete: new Set() };

  test('judgeProfile leaves the stay in a segment alone whose cells are not complete, and one that refers to it', () => {
    expect(whole.cells.has(cell.number)).toBe(true);
    const customer = new JudgedCustomer();
    expect(customer.look(definitions, whole, 0).said).toEqual(['entered watching']);
    const stay = customer.before?.memberships['watching'];
    expect(customer.look(definitions, partial, 1).said).toEqual([]);
    expect(customer.before?.memberships['watching']).toBe(stay);
  });

  test('judgeProfile takes somebody in as the definition says once the cells are complete', () => {
    const customer = new JudgedCustomer();
    expect(customer.look(definitions, partial, 0).said).toEqual([]);
    expect(judgedNumbers(customer)).toEqual([2]);
    expect(customer.look(definitions, whole, 1).said).toEqual(['entered watching announced']);
    expect(judgedNumbers(customer)).toEqual([0, 1, 2]);
  });
});

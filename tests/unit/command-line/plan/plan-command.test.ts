import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ecommerceEvents } from '#domain/ingest/standard-events/ecommerce-events.ts';
import { plannedEvents, trackingPlan } from '#domain/ingest/tracking-plan.ts';
import { checkLine } from '#infra/command-line/plan/check-lines.ts';
import { retention } from '#retention/retention.ts';
import { runWords } from '../run-words.ts';
import { scratchDirectory } from '../scratch-directory.ts';

const scratch = scratchDirectory();

const run = (...words: string[]) => runWords(['plan', ...words]);

const track = (event: string, properties: unknown, more = {}) =>
  JSON.stringify({ type: 'track', userId: 'ada', event, properties, ...more });

describe('holdfast plan list', () => {
  test('plan list shows what an event means, needs and is called', async () => {
    const { code, result } = await run('list');
    expect(code).toBe(0);
    expect(result).toMatch(
      /Order Completed +1 +purchase +yes +\d+ +total or revenue +amount +Completed Order, order_c/,
    );
    expect(result).toContain('Any other event counts as a sign of life, and nothing else.');
    expect(result).toContain('Amounts count as they are, whatever their currency.');
  });

  test('plan list --json is one document with every event', async () => {
    const { events } = JSON.parse((await run('list', '--json')).result);
    expect(events).toHaveLength(plannedEvents(retention.plan).length);
    expect(events).toContainEqual(expect.objectContaining({ name: 'Signed Up', meaning: 'signup', isActivity: true }));
  });
});

describe('holdfast plan schema', () => {
  test('plan schema prints the schema of the plan, or of one event by any of its names', async () => {
    expect(JSON.parse((await run('schema')).result)).toMatchObject({ title: 'Tracking plan' });
    expect(JSON.parse((await run('schema', '--event', 'Completed Order')).result)).toMatchObject({
      title: 'Order Completed',
    });
  });

  test('plan schema --out writes a file for the plan and one for each event', async () => {
    const directory = join(scratch.path, 'schemas', 'new');
    const { code, note } = await run('schema', '--out', directory);
    const events = plannedEvents(retention.plan).length;
    expect([code, note]).toEqual([0, `Wrote ${events + 1} schemas to ${directory}`]);
    const files = readdirSync(directory);
    expect(files).toHaveLength(events + 1);
    expect(files).toEqual(expect.arrayContaining(['tracking-plan.schema.json', 'order-completed.schema.json']));
    for (const file of files) JSON.parse(readFileSync(join(directory, file), 'utf8'));
  });

  test('plan schema --json says which files were written, and prints the schema as it is otherwise', async () => {
    const directory = join(scratch.path, 'schemas-json');
    const { code, result } = await run('schema', '--event', 'Order Completed', '--out', directory, '--json');
    const path = join(directory, 'order-completed.schema.json');
    expect([code, JSON.parse(result)]).toEqual([0, { directory, files: [path] }]);
    const printed = await run('schema', '--event', 'Order Completed', '--json');
    expect(JSON.parse(printed.result)).toMatchObject({ title: 'Order Completed' });
  });

  test('plan schema says what is wrong with a name and with a directory', async () => {
    const { code, note } = await run('schema', '--event', 'Unheard');
    expect([code, note]).toEqual([1, expect.stringContaining('Cannot find the event "Unheard" in the tracking plan')]);
    const inTheWay = scratch.file('file', '');
    expect(await run('schema', '--out', inTheWay)).toMatchObject({
      code: 1,
      note: expect.stringContaining(`Cannot write the schemas to ${inTheWay}`),
    });
  });
});

describe('holdfast plan check', () => {
  const lines = [
    track('Order Completed', { total: 5 }),
    '',
    track('Completed Order', { total: 5, shipping: 'free' }),
    track('Order Completed', {}),
    '{"type":',
    JSON.stringify({ type: 'track', event: 'Order Completed' }),
    track('Product Viewed', {}, { timestamp: '1999-01-01T00:00:00Z' }),
  ];
  const file = () => scratch.file('events.ndjson', `${lines.join('\r\n')}\n`);

  test('plan check says for each line what would happen, and fails if one would be set aside', async () => {
    const { code, result, note } = await run('check', file());
    expect(code).toBe(1);
    expect(result.split('\n')).toEqual([
      'line 1  conforms  Order Completed',
      'line 3  reported  Order Completed  properties.shipping must be an amount of money: "free" (allowed)',
      'line 4  quarantined  schema: properties.total or revenue must be an amount of money: missing',
      expect.stringMatching(/^line 5 {2}quarantined {2}not JSON: /),
      'line 6  quarantined  no customer: neither userId nor anonymousId is given',
      'line 7  conforms  Product Viewed',
    ]);
    expect(note).toContain('2 conform, 1 would be reported, 3 would be set aside');
  });

  test('plan check says which names the plan does not know, and which one was probably meant', async () => {
    const path = scratch.file('unplanned.ndjson', [track('Order Complete', {}), track('Zebra Seen', {})].join('\n'));
    const { code, result } = await run('check', path);
    expect(code).toBe(0);
    expect(result.split('\n')).toEqual([
      'line 1  conforms  Order Complete  (not in the plan; is "Order Completed" meant?)',
      'line 2  conforms  Zebra Seen  (not in the plan)',
    ]);
  });

  test.each([
    ['report', 'reported', 'is "Order Completed" meant?'],
    ['block', 'quarantined', 'is "Order Completed" meant?'],
  ] as const)('checkLine says which name was meant where unplanned events are to %s', (unplanned, outcome, note) => {
    const strict = trackingPlan([], { basedOn: ecommerceEvents, unplanned });
    const line = (name: string) => checkLine(strict, { number: 1, text: track(name, {}) }, 0);
    expect(line('Order Complete')).toMatchObject({ outcome, note });
    expect(line('Zebra Seen')).toMatchObject({ outcome, note: null });
  });

  test('plan check --only-problems --json prints one document for each line that has one', async () => {
    const { result } = await run('check', file(), '--only-problems', '--json');
    const printed = result.split('\n').map((line) => JSON.parse(line));
    expect(printed.map(({ line, outcome }) => [line, outcome])).toEqual([
      [3, 'reported'],
      [4, 'quarantined'],
      [5, 'quarantined'],
      [6, 'quarantined'],
    ]);
  });

  test('plan check goes well where all would be taken, and says of a file that is not there', async () => {
    const path = scratch.file('good.ndjson', track('Order Completed', { total: 5 }));
    expect(await run('check', path)).toMatchObject({
      code: 0,
      note: `${path}: 1 conform, 0 would be reported, 0 would be set aside`,
    });
    expect(await run('check', '/absent.ndjson')).toMatchObject({
      code: 1,
      note: expect.stringContaining('Cannot read /absent.ndjson: ENOENT'),
    });
  });
});

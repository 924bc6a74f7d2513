import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { hashWriteKey } from '#domain/ingest/write-key.ts';
import { renderReadouts } from '#infra/command-line/commands/measure-command.ts';
import { newWriteKey } from '#infra/command-line/keys/new-write-key.ts';
import { connectionVariable } from '#infra/command-line/local-connection.ts';
import { allItems } from '#infra/command-line/paged.ts';
import { alignedRows, moneyText } from '#infra/command-line/text-table.ts';
import { runWords } from './run-words.ts';
import { scratchDirectory } from './scratch-directory.ts';

const scratch = scratchDirectory();

const run = (...words: string[]) => runWords(words);

beforeEach(() => vi.stubEnv(connectionVariable, join(scratch.path, 'absent.json')));
afterEach(() => vi.unstubAllEnvs());

const shop = () => scratch.file('shop.txt', 'customer_id date number_of_cds dollar_value\n1 19970101 2 11.77\n');

describe('runCommandLine', () => {
  test('runCommandLine prints one JSON document on stdout and nothing else', async () => {
    const { code, result, note } = await run(
      'import',
      shop(),
      '--map',
      'cdnow',
      '--as-of',
      '1998-06-30',
      '--dry-run',
      '--json',
    );
    expect([code, note]).toEqual([0, '']);
    expect(JSON.parse(result)).toMatchObject({
      status: 'checked only',
      asOf: '1998-06-30T23:59:59.999Z',
      eventCount: 1,
    });
  });

  test.each<[string, string[], string]>([
    ['a mapping that is not there', ['--map', 'nothing'], 'Cannot read the mapping nothing: ENOENT'],
    [
      'a date that is none',
      ['--map', 'cdnow', '--as-of', '1998-06-31'],
      'Cannot read --as-of: "1998-06-31" is no date that exists',
    ],
    ['no stack', ['--map', 'cdnow'], 'Cannot reach the local stack'],
    [
      'a mapping for another file',
      ['--map', 'online-retail', '--dry-run'],
      'the mapping names the column "CustomerID", which line 1 does not have',
    ],
  ])('runCommandLine import with %s fails on stderr with exit code 1', async (_, words, message) => {
    const { code, result, note } = await run('import', shop(), ...words);
    expect([code, result]).toEqual([1, '']);
    expect(note).toContain(message);
  });

  test('runCommandLine says which mappings there are', async () => {
    expect((await run('import', 'x', '--map', 'nothing')).note).toContain(
      'one of these names: archive, cdnow, online-retail, ravenstack-accounts, ',
    );
  });

  test('runCommandLine names the place in a mapping that is wrong', async () => {
    const path = scratch.file('wrong.json', JSON.stringify({ name: 'Wrong Name' }));
    const { code, note } = await run('import', shop(), '--map', path);
    expect(code).toBe(1);
    expect(note).toContain(`Cannot use the mapping ${path}: name: must be lower-case words joined by "-"`);
    expect(note).toContain('customer: is missing');
    expect(note).toContain('docs/importing.md says what a mapping holds');
    const noJson = scratch.file('no.json', 'name: x');
    expect((await run('import', shop(), '--map', noJson)).note).toContain(
      `Cannot use the mapping ${noJson}: it is not JSON`,
    );
  });

  test.each([
    [['import', 'x'], "required option '--map <mapping>' not specified"],
    [['import', 'x', '--map', 'cdnow', '--wait-seconds', 'long'], 'It must be a whole number from 1 to 86400.'],
    [['why'], "missing required argument 'customer'"],
    [['why', 'x', '--tenant', 'a|b'], 'must be 1 to 64 letters'],
    [['unknown'], "unknown command 'unknown'"],
    [['keys', 'create'], "required option '--source <name>' not specified"],
    [['keys', 'rotate'], "required option '--source <name>' not specified"],
    [['keys', 'rotate', '--source', 'x', '--overlap-hours', '-1'], 'It must be a whole number from 0 to 2208.'],
    [['keys', 'revoke'], 'Cannot tell which keys to revoke: pass the id of one, or --source NAME'],
    [['keys', 'revoke', 'abcdef', '--source', 'x'], 'Cannot tell which keys to revoke'],
    [['redrive'], "missing required argument 'queue'"],
    [['redrive', 'mails'], 'Allowed choices are events, archive, playbooks, deliveries.'],
    [['redrive', 'events', '--limit', '0'], 'It must be a whole number from 1 to 1000000.'],
  ])('runCommandLine %j fails with what is missing', async (words, message) => {
    const { code, note } = await run(...words);
    expect(code).toBe(1);
    expect(note).toContain(message);
  });

  test.each([
    ['why', 'ann'],
    ['quarantine', 'list'],
    ['redrive', 'events'],
    ['clusters'],
    ['measure'],
    ['keys', 'create', '--source', 'shop'],
  ])('runCommandLine %s … says what to do when nothing runs', async (...words) => {
    const { code, note } = await run(...words);
    expect(code).toBe(1);
    expect(note).toContain('run npm start, or pass --stack Holdfast');
  });

  test('runCommandLine --help is no error, and says that an import contacts nobody', async () => {
    const { code, result } = await run('import', '--help');
    expect(code).toBe(0);
    expect(result).toContain('nobody is contacted');
  });
});

test('runCommandLine redrive --help says that moving a message twice does no harm, for each queue', async () => {
  const { code, result } = await run('redrive', '--help');
  expect(code).toBe(0);
  expect(result).toMatch(/events +Every event counts once/);
  expect(result).toMatch(/deliveries +Nobody is contacted twice/);
});

describe('newWriteKey', () => {
  test('newWriteKey makes 32 random bytes with a prefix, of which only the hash is known elsewhere', () => {
    const keys = Array.from({ length: 100 }, newWriteKey);
    expect(new Set(keys).size).toBe(100);
    for (const key of keys) expect(key).toMatch(/^hf_[A-Za-z0-9_-]{43}$/);
    const [key = ''] = keys;
    expect(hashWriteKey(key)).toBe(createHash('sha256').update(key).digest('hex'));
  });
});

describe('alignedRows', () => {
  test('alignedRows puts numbers to the right and texts to the left', () => {
    expect(
      alignedRows([
        ['a', '1', 'x'],
        ['long', '200.50', ''],
      ]),
    ).toEqual(['a          1  x', 'long  200.50']);
    expect(alignedRows([])).toEqual([]);
  });

  test('moneyText shows two decimals', () => {
    expect([0, 5, -123450].map(moneyText)).toEqual(['0.00', '0.05', '-1234.50']);
  });
});

test('renderReadouts claims nothing while there is too little', () => {
  const arm = (runs: number, succeeded: number) => ({ runs, succeeded });
  const text = renderReadouts([
    {
      playbook: 'win-back',
      treated: arm(100, 40),
      holdout: arm(50, 10),
      uplift: { points: 0.2, low: 0.05, high: 0.33 },
    },
    { playbook: 'save', treated: arm(3, 1), holdout: arm(0, 0), uplift: null },
  ]);
  expect(text).toContain('40 of 100 (40.0 %)');
  expect(text).toContain('+20.0 points (95 %: +5.0 to +33.0)');
  expect(text).toContain('none yet');
  expect(text).toContain('nothing is claimed below 30 runs in each arm');
});

test('allItems walks to the end of a list, over pages that are empty', async () => {
  const pages = [
    { items: [1, 2], next: 'b' },
    { items: [], next: 'c' },
    { items: [3], next: null },
  ];
  const asked: (string | null)[] = [];
  const found: number[] = [];
  const read = async ({ next }: { next: string | null }) => {
    asked.push(next);
    return pages[asked.length - 1] ?? { items: [], next: null };
  };
  for await (const item of allItems(read, 2)) found.push(item);
  expect(found).toEqual([1, 2, 3]);
  expect(asked).toEqual([null, 'b', 'c']);
});

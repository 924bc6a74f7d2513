import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** What every account of RavenStack must look like, read off the files and by nothing of the product. */

const dayMs = 86_400_000;

/** What an account must look like. Money is in major units; null where there is nothing to say. */
export type ExpectedAccount = {
  readonly members: number;
  readonly mrr: number;
  readonly seats: number;
  readonly tickets: number;
  readonly unresolved: number;
  readonly escalations: number;
  readonly csat: number | null;
  readonly quietDays: number | null;
  readonly activities28: number;
  readonly activeDays28: number;
  readonly peopleSeen: number;
};

type Row = Readonly<Record<string, string>>;

/** The rows of a table; no cell of it has a comma or a quote. */
function rowsOf(folder: string, table: string): Row[] {
  const text = gunzipSync(readFileSync(`${folder}/ravenstack_${table}.csv.gz`)).toString('utf8');
  const [header = '', ...lines] = text.trimEnd().split('\n');
  const names = header.trimEnd().split(',');
  return lines.map((line) => {
    const cells = line.trimEnd().split(',');
    if (cells.length !== names.length) throw new Error(`Cannot read ${table}: ${line}`);
    return Object.fromEntries(names.map((name, index) => [name, cells[index] ?? '']));
  });
}

const dayOf = (text = '') => Date.parse(`${text}T00:00:00Z`);

/** Signs of life: who, and when. */
type Sign = { readonly account: string; readonly who: string; readonly timeMs: number };

function signsOf(subscriptions: readonly Row[], uses: readonly Row[], tickets: readonly Row[]): Sign[] {
  const accountOf = new Map(subscriptions.map((row) => [row['subscription_id'], row['account_id'] ?? '']));
  return [
    ...subscriptions.map((row) => ({
      account: row['account_id'] ?? '',
      who: row['subscription_id'] ?? '',
      timeMs: dayOf(row['start_date']),
    })),
    ...uses.map((row) => ({
      account: accountOf.get(row['subscription_id']) ?? '',
      who: row['subscription_id'] ?? '',
      timeMs: dayOf(row['usage_date']),
    })),
    ...tickets.map((row) => ({
      account: row['account_id'] ?? '',
      who: row['account_id'] ?? '',
      timeMs: dayOf(row['submitted_at']),
    })),
  ];
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** Every account, by id, as of a time; the columns of the files as the mappings of `retention/mappings` read them. */
export function expectedAccounts(folder: string, asOfMs: number): Map<string, ExpectedAccount> {
  const subscriptions = rowsOf(folder, 'subscriptions');
  const tickets = rowsOf(folder, 'support_tickets');
  const signs = Map.groupBy(signsOf(subscriptions, rowsOf(folder, 'feature_usage'), tickets), (sign) => sign.account);
  const subscriptionsOf = Map.groupBy(subscriptions, (row) => row['account_id'] ?? '');
  const ticketsOf = Map.groupBy(tickets, (row) => row['account_id'] ?? '');
  const today = Math.floor(asOfMs / dayMs);
  const expected = (id: string): [string, ExpectedAccount] => {
    const [ownSigns, ownTickets] = [signs.get(id) ?? [], ticketsOf.get(id) ?? []];
    const own = subscriptionsOf.get(id) ?? [];
    const running = own.filter((row) => row['end_date'] === '' && row['is_trial'] === 'FALSE');
    const ratings = ownTickets.flatMap((row) =>
      row['satisfaction_score'] === '' ? [] : [Number(row['satisfaction_score'])],
    );
    const days28 = ownSigns.map((sign) => sign.timeMs / dayMs).filter((day) => day > today - 28 && day <= today);
    const lastMs = Math.max(...ownSigns.map((sign) => sign.timeMs));
    return [
      id,
      {
        members: 1 + own.length,
        mrr: sum(running.map((row) => Number(row['mrr_amount']))),
        seats: sum(running.map((row) => Number(row['seats']))),
        tickets: ownTickets.length,
        unresolved: ownTickets.filter((row) => row['closed_at'] === '').length,
        escalations: ownTickets.filter((row) => row['escalation_flag'] === 'TRUE').length,
        csat: ratings.length === 0 ? null : sum(ratings) / ratings.length,
        quietDays: ownSigns.length === 0 ? null : (asOfMs - lastMs) / dayMs,
        activities28: days28.length,
        activeDays28: new Set(days28).size,
        peopleSeen: new Set(ownSigns.map((sign) => sign.who)).size,
      },
    ];
  };
  return new Map(rowsOf(folder, 'accounts').map((row) => expected(row['account_id'] ?? '')));
}

const dayMs = 86_400_000;

/** What a customer must look like, computed from the file and from nothing of the product. */
export type ExpectedCustomer = {
  readonly purchases: number;
  readonly cents: number;
  readonly recencyDays: number;
  readonly band: string;
  readonly segments: string[];
};

type History = { purchases: number; cents: number; firstMs: number; lastMs: number; days: Set<number> };

function histories(text: string): Map<string, History> {
  const found = new Map<string, History>();
  for (const line of text.split('\n').slice(1)) {
    const [id, date, , dollars] = line.trim().split(/ +/);
    if (id === undefined || date === undefined || dollars === undefined) continue;
    const timeMs = Date.UTC(Number(date.slice(0, 4)), Number(date.slice(4, 6)) - 1, Number(date.slice(6)));
    const own = found.get(id) ?? { purchases: 0, cents: 0, firstMs: timeMs, lastMs: timeMs, days: new Set() };
    own.purchases += 1;
    // The file writes all amounts with two decimals.
    own.cents += Number(dollars.replace('.', ''));
    own.firstMs = Math.min(own.firstMs, timeMs);
    own.lastMs = Math.max(own.lastMs, timeMs);
    own.days.add(timeMs / dayMs);
    found.set(id, own);
  }
  return found;
}

/** The starter rule with the knobs of retention/risk.ts, written out. */
function bandOf(history: History, atMs: number): string {
  const days = [...history.days].sort((a, b) => a - b).slice(-96);
  const span = (days.at(-1) ?? 0) - (days[0] ?? 0);
  const gapDays = Math.max(1, (3 * 14 + span) / (3 + days.length - 1));
  const recency = 1 - 2 ** (-((atMs - history.lastMs) / dayMs / gapDays) / 2);
  const frequency = 4 / (4 + days.length);
  const monetary = 100 / (100 + history.cents / 100);
  const score = 0.7 * recency + 0.2 * frequency + 0.1 * monetary;
  if (score >= 0.6) return 'high';
  return score >= 0.35 ? 'medium' : 'low';
}

/** Every customer of CDNOW as of a time, by id. */
export function expectedCustomers(text: string, atMs: number): Map<string, ExpectedCustomer> {
  const found = new Map<string, ExpectedCustomer>();
  for (const [id, history] of histories(text)) {
    const recencyDays = (atMs - history.lastMs) / dayMs;
    const band = bandOf(history, atMs);
    const segments = [
      (atMs - history.firstMs) / dayMs < 14 ? ['new'] : [],
      recencyDays < 14 ? ['active'] : ['slipping-away'],
      recencyDays >= 90 ? ['lost'] : [],
      band === 'high' && recencyDays < 90 ? ['at-risk'] : [],
      history.cents >= 25_000 ? ['high-value'] : [],
    ].flat();
    found.set(id, { purchases: history.purchases, cents: history.cents, recencyDays, band, segments: segments.sort() });
  }
  return found;
}

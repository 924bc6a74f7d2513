import { drawHistory } from './draw-history.ts';
import { everyKind } from './every-kind.ts';
import { type Difference, playHistory } from './play-history.ts';

/** How what is folded from the archive compares with what live profiles said. */
export type PointInTimeFigures = {
  readonly histories: number;
  readonly eventsPerHistory: number;
  readonly features: number;
  /** Moments at which the profile of a customer was looked at. */
  readonly looks: number;
  readonly values: number;
  readonly differences: number;
  /** The first few, to look into. */
  readonly examples: readonly (Difference & { readonly seed: number })[];
  readonly seconds: number;
};

const mostExamples = 5;

/** Compares random histories, one for each seed from 1 on. */
export async function measurePointInTime(histories: number, eventsPerHistory: number): Promise<PointInTimeFigures> {
  const startedMs = performance.now();
  const counts = { looks: 0, values: 0, differences: 0 };
  const examples: (Difference & { seed: number })[] = [];
  for (let seed = 1; seed <= histories; seed += 1) {
    const played = await playHistory(everyKind, drawHistory(seed, eventsPerHistory));
    counts.looks += played.looks;
    counts.values += played.values;
    counts.differences += played.differences.length;
    for (const one of played.differences.slice(0, mostExamples - examples.length)) examples.push({ seed, ...one });
  }
  const seconds = Math.round(performance.now() - startedMs) / 1_000;
  return { histories, eventsPerHistory, features: everyKind.features.size, ...counts, examples, seconds };
}

/** The figures for people. */
export function renderPointInTime(figures: PointInTimeFigures): string[] {
  const { histories, eventsPerHistory, features, looks, values, differences, examples, seconds } = figures;
  const whole = (value: number) => value.toLocaleString('en');
  return [
    `Point in time: ${whole(histories)} random histories of ${whole(eventsPerHistory)} events, late, duplicated, out of order, with visitors who join:`,
    `  ${whole(looks)} looks at live profiles, ${features} features each: ${whole(values)} values compared with the archive folded again`,
    `  ${whole(differences)} differences (${seconds.toFixed(1)} s)`,
    ...examples.map(
      ({ seed, customerId, feature, live, archived }) =>
        `  seed ${seed}: ${feature} of ${customerId} was ${String(live)}, and is ${String(archived)} from the archive`,
    ),
  ];
}

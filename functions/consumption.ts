import type { Meter, Metered } from '#ports/meter.ts';
import type { Observer } from '#ports/observer.ts';

/** What of the meter becomes a metric, and its name. The rest does not: CloudWatch charges for each metric of a function. */
const metrics: readonly (readonly [Metered, string])[] = [
  ['write units', 'WriteUnits'],
  ['read units', 'ReadUnits'],
];

/** What a function consumes, told to the observer as one sum an invocation. */
export type Consumption = {
  readonly meter: Meter;
  readonly middleware: { readonly after: () => void; readonly onError: () => void };
};

/** Makes the meter of a function. Its middleware goes inside the one that publishes metrics. */
export function createConsumption(observer: Pick<Observer, 'count'>): Consumption {
  const sums = new Map<Metered, number>();
  const report = () => {
    for (const [what, name] of metrics) {
      const units = sums.get(what) ?? 0;
      if (units > 0) observer.count(name, units);
    }
    sums.clear();
  };
  return {
    meter: {
      count: (what, units) => {
        sums.set(what, (sums.get(what) ?? 0) + units);
      },
    },
    middleware: { after: report, onError: report },
  };
}

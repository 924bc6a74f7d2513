/** The parts of the global `Date` that show the present. */
type DateConstructorLike = typeof Date;

/**
 * A `Date` whose present comes from `nowMs`; everything else is the real one's: parsing, time zones, `instanceof` in both
 * directions, and dates that were made before.
 */
export const createVirtualDate = (RealDate: DateConstructorLike, nowMs: () => number): DateConstructorLike =>
  new Proxy(RealDate, {
    construct: (target, constructorArguments, newTarget) =>
      Reflect.construct(target, constructorArguments.length === 0 ? [nowMs()] : constructorArguments, newTarget),
    apply: (target) => new target(nowMs()).toString(),
    get: (target, property, receiver) => (property === 'now' ? nowMs : Reflect.get(target, property, receiver)),
  });

/** What a feature can be. Times are milliseconds since 1970. */
export type FeatureValue = number | string | boolean | null;

/**
 * What a feature says at a time, and how that goes on if nothing happens: a number moves by `perMs` each millisecond, until
 * `untilMs`, when it may be something else (null: for ever).
 */
export type Reading = { readonly value: FeatureValue; readonly perMs: number; readonly untilMs: number | null };

/** A value that stays until something happens, or until a time. */
export function steady(value: FeatureValue, untilMs: number | null = null): Reading {
  return { value, perMs: 0, untilMs };
}

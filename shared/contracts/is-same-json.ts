/**
 * Whether two JSON values say the same, in whatever order the keys of objects stand. A key whose value is undefined is as good
 * as none. It stops at the first difference, where comparing texts would write out both values.
 */
export function isSameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  return holdsAllOf(a, b) && holdsAllOf(b, a);
}

function holdsAllOf(holder: object, held: object): boolean {
  return Object.entries(held).every(([key, value]) => {
    return isSameJson(value, Object.hasOwn(holder, key) ? Reflect.get(holder, key) : undefined);
  });
}

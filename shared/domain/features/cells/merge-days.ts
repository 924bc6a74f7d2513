type OfDay = { readonly day: number };

/** Two lists, ascending by day → one; what is on the same day is joined. */
function merged<T extends OfDay>(a: readonly T[], b: readonly T[], join: (a: T, b: T) => T): T[] {
  const days: T[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const left = a[i];
    const right = b[j];
    if (left !== undefined && (right === undefined || left.day < right.day)) {
      days.push(left);
      i += 1;
    } else if (right !== undefined && (left === undefined || right.day < left.day)) {
      days.push(right);
      j += 1;
    } else if (left !== undefined && right !== undefined) {
      days.push(join(left, right));
      i += 1;
      j += 1;
    }
  }
  return days;
}

/** The position of the first day that is not before `day`. */
function positionOf(days: readonly OfDay[], day: number): number {
  let position = days.length;
  while (position > 0 && (days[position - 1]?.day ?? 0) >= day) position -= 1;
  return position;
}

/** One more day into a list: nearly always the newest, so it is sought from there, and the rest is copied at once. */
function withDay<T extends OfDay>(days: readonly T[], one: T, join: (a: T, b: T) => T): T[] {
  const copy = days.slice();
  const position = positionOf(days, one.day);
  const own = days[position];
  if (own?.day === one.day) copy[position] = join(own, one);
  else if (position === days.length) copy.push(one);
  else copy.splice(position, 0, one);
  return copy;
}

/** Two lists of days, each ascending, as one; what is on the same day is joined, which must not depend on the order. */
export function mergeDays<T extends OfDay>(a: readonly T[], b: readonly T[], join: (a: T, b: T) => T): T[] {
  const [one] = b;
  if (one !== undefined && b.length === 1) return withDay(a, one, join);
  return merged(a, b, join);
}

/**
 * The newest `kept` days of the calendar, up to the newest of the list. A function of the set of days: what is among them in
 * the whole is among them in every part, for the newest day of a part is no later.
 */
export function newestDays<T extends OfDay>(days: T[], kept: number): T[] {
  const oldest = (days.at(-1)?.day ?? 0) - kept + 1;
  if ((days[0]?.day ?? oldest) >= oldest) return days;
  return days.slice(positionOf(days, oldest));
}

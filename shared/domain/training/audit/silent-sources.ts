import { dayMs, dayOf } from '#domain/profile/profile-state.ts';
import type { AuditedItem } from './audited-item.ts';
import { type Block, countFigure, finding, uses } from './finding.ts';
import { Examples, type Fold, type StartCheck } from './fold.ts';
import { isPlausibleTime } from './plausible-time.ts';
import { dayText, pluralText, shownText } from './wording.ts';

/** A source is silent once it has been quiet for so many times its habit, and longer than ever. */
const timesHabit = 3;

/** Shortest silence, in days, that says anything. */
const leastSilentDays = 3;

/** Fewer days with events than this make no habit. */
const leastActiveDays = 5;

const maximumSources = 100;

type Habit = { readonly usualGapDays: number; readonly longestGapDays: number; readonly lastDay: number };

/** The gap between days with events that 95 of 100 do not exceed, and the longest. */
function habitOf(days: ReadonlySet<number>): Habit {
  const ascending = [...days].sort((a, b) => a - b);
  const gaps = ascending.slice(1).map((day, index) => day - (ascending[index] ?? day));
  gaps.sort((a, b) => a - b);
  const usualGapDays = gaps[Math.max(0, Math.ceil(gaps.length * 0.95) - 1)] ?? 1;
  return { usualGapDays, longestGapDays: gaps.at(-1) ?? 1, lastDay: ascending.at(-1) ?? 0 };
}

/** Sources from which nothing comes any more: their customers seem to leave when it is the source that broke. */
export const startSilentSources: StartCheck<AuditedItem> = ({ asOfMs }): Fold<AuditedItem> => {
  const daysBySource = new Map<string, Set<number>>();
  let beyond = 0;

  const judge = (source: string, days: ReadonlySet<number>) => {
    const { usualGapDays, longestGapDays, lastDay } = habitOf(days);
    const silentDays = dayOf(asOfMs) - lastDay;
    const isKnown = days.size >= leastActiveDays;
    const isSilent =
      isKnown && silentDays >= leastSilentDays && silentDays > timesHabit * usualGapDays && silentDays > longestGapDays;
    const text = `${shownText(source)}: last event ${dayText(lastDay * dayMs)}, ${pluralText(silentDays, 'day')} ago; usual gap ${pluralText(usualGapDays, 'day')}, longest ${pluralText(longestGapDays, 'day')}`;
    return { isSilent, isKnown, text, silentDays };
  };

  return {
    take(item) {
      if (item.kind !== 'event' || !isPlausibleTime(item.event.timeMs, asOfMs)) return;
      const days = daysBySource.get(item.source);
      if (days !== undefined) days.add(dayOf(item.event.timeMs));
      else if (daysBySource.size >= maximumSources) beyond += 1;
      else daysBySource.set(item.source, new Set([dayOf(item.event.timeMs)]));
    },
    finding() {
      const judged = [...daysBySource].map(([source, days]) => judge(source, days));
      const known = judged.filter((one) => one.isKnown);
      const silent = known.filter((one) => one.isSilent).sort((a, b) => b.silentDays - a.silentDays);
      const areAll = silent.length > 0 && silent.length === judged.length;
      const reason = 'every source has fallen silent, so that all customers seem to leave';
      const blocks: Block[] = areAll ? uses.map((use) => ({ use, reason })) : [];
      const examples = new Examples(10);
      for (const one of silent) examples.add(() => one.text);
      const unknown = judged.length - known.length;
      return finding({
        check: 'silent-sources',
        title: 'Silent sources',
        verdict: known.length === 0 ? 'not applicable' : silent.length === 0 ? 'ok' : areAll ? 'problem' : 'warning',
        summary:
          silent.length === 0
            ? `no source is quieter than its habit at ${dayText(asOfMs)}`
            : `${silent.length} of ${pluralText(judged.length, 'source')} ${silent.length === 1 ? 'has' : 'have'} been silent far longer than usual at ${dayText(asOfMs)}`,
        figures: [
          countFigure('sources', judged.length),
          countFigure('silent sources', silent.length),
          countFigure('sources without a habit yet', unknown),
        ],
        examples: examples.texts,
        advice:
          silent.length === 0
            ? 'Nothing to do.'
            : 'If this is history, pass --as-of with the day on which it ends; otherwise see why the source stopped sending.',
        approximate: beyond === 0 ? null : `only the first ${maximumSources} sources are looked at`,
        blocks,
      });
    },
  };
};

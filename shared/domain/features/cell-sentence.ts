import type { CellSpec, NumberSource, Setting, ValueSource } from './cell.ts';
import { pluralSelector, selectorSentence } from './selector-sentence.ts';

/** Where a number of an event comes from, in words. */
export function numberSentence(source: NumberSource): string {
  switch (source.from) {
    case 'property':
      return source.property;
    case 'money':
      return 'the money';
    case 'sentiment':
      return 'the sentiment of the text';
    case 'constant':
      return String(source.number);
  }
}

/** Where a value of an event comes from, in words. */
export function valueSentence(source: ValueSource): string {
  return source.from === 'property' ? source.property : JSON.stringify(source.value);
}

/** What sets a value, in words: `mrr of "Subscription Started"`. */
export function settingsSentence<Source>(
  settings: readonly Setting<Source>[],
  say: (source: Source) => string,
): string {
  return settings.map(({ on, to }) => `${say(to)} of ${selectorSentence(on)}`).join('; or ');
}

function withSum(sum: NumberSource | null): string {
  return sum === null ? '' : `, and the sum of ${numberSentence(sum)}`;
}

/** What a cell keeps, in words. */
export function cellSentence(spec: CellSpec): string {
  switch (spec.kind) {
    case 'totals':
      return `number, first and last time of ${pluralSelector(spec.of)}${withSum(spec.sum)}`;
    case 'days':
      return `number of ${pluralSelector(spec.of)} on each of ${spec.days} days${withSum(spec.sum)}`;
    case 'half hours':
      return `the half hours with ${selectorSentence(spec.of)} in ${spec.days} days`;
    case 'recent':
      return `the times of the latest ${spec.keep} ${pluralSelector(spec.of)}`;
    case 'latest':
      return `the latest ${settingsSentence(spec.settings, valueSentence)}`;
    case 'keyed': {
      const by = spec.key === null ? '' : `, for each of the latest ${spec.keep} values of ${spec.key}`;
      return `the latest ${settingsSentence(spec.settings, numberSentence)}${by}`;
    }
    case 'tally':
      return `how often each of the ${spec.values.length} declared values of ${spec.property} came in ${pluralSelector(spec.of)}`;
    case 'distinct':
      return `the different values of ${spec.property} in ${pluralSelector(spec.of)}, exact up to ${spec.keep}`;
  }
}

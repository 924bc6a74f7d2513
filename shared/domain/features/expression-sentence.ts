import type { EventSelector } from '#contracts/event-selector.ts';
import { numberSentence, settingsSentence, valueSentence } from './cell-sentence.ts';
import type { EventMoment, FeatureExpression, Prior } from './feature-expression.ts';
import { bareSelector, pluralSelector, selectorSentence } from './selector-sentence.ts';

const weekdayNames = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

function momentSentence({ edge, of }: EventMoment): string {
  return `the ${edge} ${bareSelector(of)}`;
}

function windowSentence({ days, endingDaysAgo }: { readonly days: number; readonly endingDaysAgo: number }): string {
  const length = days === 1 ? 'one day' : `${days} days`;
  return endingDaysAgo === 0 ? `in ${length}` : `in the ${length} that ended ${endingDaysAgo} days ago`;
}

/** Three digits are enough for people; the declaration, and what is printed as JSON, have them all. */
function shortNumber(number: number): string {
  return number.toLocaleString('en', { maximumSignificantDigits: Math.abs(number) < 1_000 ? 3 : 15 });
}

function meanSentence({ mean }: Prior): string {
  return mean.from === 'number' ? shortNumber(mean.number) : `the mean ${mean.feature} of all customers`;
}

function tallySentence(expression: Extract<FeatureExpression, { kind: 'tally' }>): string {
  const { of, property, values, measure, core } = expression;
  const among = `the ${values.length} declared values of ${property} in ${pluralSelector(of)}`;
  switch (measure) {
    case 'used':
      return `how many of ${among} were seen`;
    case 'share used':
      return `share of ${among} that were seen`;
    case 'entropy':
      return `entropy, in bits, of ${among}`;
    case 'largest share':
      return `share of the most frequent among ${among}`;
    case 'core share':
      return `share of ${core.join(' and ')} among ${among}`;
  }
}

function amountSentence(of: EventSelector, sum: Parameters<typeof numberSentence>[0] | null): string {
  const events = pluralSelector(of);
  return sum === null ? `number of ${events}` : `sum of ${numberSentence(sum)} of ${events}`;
}

function measureSentence({ of, measure, sum }: Extract<FeatureExpression, { kind: 'window' }>): string {
  return measure === 'active days'
    ? `days with ${selectorSentence(of)}`
    : amountSentence(of, measure === 'sum' ? sum : null);
}

function funnelSentence({ steps, along, measure }: Extract<FeatureExpression, { kind: 'funnel' }>): string {
  const which = along === 'latest' ? 'last' : 'first';
  const path = `${steps.map(({ name }) => name).join(' → ')} (each by its ${which} time)`;
  if (measure === 'steps done') return `number of steps done of ${path}`;
  return measure === 'last step' ? `last step done of ${path}` : `days since the last step done of ${path}`;
}

function trendSentence({ of, sum, weeks, measure }: Extract<FeatureExpression, { kind: 'trend' }>): string {
  const amount = amountSentence(of, sum);
  return measure === 'slope'
    ? `by how much the weekly ${amount} grows each week, over ${weeks} weeks`
    : `whether the weekly ${amount} has risen (1) or fallen (−1) for good within ${weeks} weeks, or not (0)`;
}

function hour(of: number): string {
  return `${String(of).padStart(2, '0')}:00`;
}

/** A part of a calculation: in brackets where it is more than a name. */
function part(expression: FeatureExpression): string {
  const isName = expression.kind === 'feature' || (expression.kind === 'times' && expression.factor === 1);
  return isName ? expressionSentence(expression) : `(${expressionSentence(expression)})`;
}

/** How a feature is computed, in words; features that it refers to by name are named. */
export function expressionSentence(expression: FeatureExpression): string {
  switch (expression.kind) {
    case 'days since':
      return `days since ${momentSentence(expression.moment)}`;
    case 'days until':
      return `days until the latest ${settingsSentence(expression.settings, valueSentence)}`;
    case 'days between':
      return `days from ${momentSentence(expression.from)} to ${momentSentence(expression.to)}`;
    case 'count':
      return amountSentence(expression.of, null);
    case 'sum':
      return amountSentence(expression.of, expression.sum);
    case 'net money':
      return 'money paid less money returned';
    case 'window':
      return `${measureSentence(expression)} ${windowSentence(expression)}`;
    case 'sessions':
      return `sessions with ${selectorSentence(expression.of)} in ${expression.days} days`;
    case 'share on weekdays': {
      const days = expression.weekdays.map((day) => weekdayNames[day] ?? String(day)).join(' or ');
      return `share of the ${pluralSelector(expression.of)} in ${expression.days} days that fall on a ${days}, UTC`;
    }
    case 'share in hours': {
      const hours = `between ${hour(expression.from)} and ${hour(expression.to)} UTC`;
      return `of the half hours with ${selectorSentence(expression.of)} in ${expression.days} days, the share ${hours}`;
    }
    case 'latest':
      return `latest ${settingsSentence(expression.settings, valueSentence)}`;
    case 'keyed': {
      const of = settingsSentence(expression.settings, numberSentence);
      if (expression.measure === 'sum') {
        return `${expression.key === null ? '' : `sum over each ${expression.key} of the `}latest ${of}`;
      }
      return `number of different ${expression.key ?? 'values'} whose latest value is above 0: ${of}`;
    }
    case 'tally':
      return tallySentence(expression);
    case 'distinct':
      return `number of different values of ${expression.property} in ${pluralSelector(expression.of)}`;
    case 'trend':
      return trendSentence(expression);
    case 'gaps since': {
      const { of, expectedGapDays, strength } = expression;
      const usual = `${shortNumber(expectedGapDays)} days with the weight of ${shortNumber(strength)} gaps to begin with`;
      return `time since the last ${bareSelector(of)}, in gaps that are usual for the customer (${usual})`;
    }
    case 'funnel':
      return funnelSentence(expression);
    case 'ratio':
      return `${part(expression.of)} ÷ ${part(expression.by)}`;
    case 'difference':
      return `${part(expression.of)} − ${part(expression.less)}`;
    case 'total':
      return expression.of.map(part).join(' + ');
    case 'times':
      return expression.factor === 1
        ? expressionSentence(expression.of)
        : `${shortNumber(expression.factor)} × ${part(expression.of)}`;
    case 'shrunk ratio': {
      const drawn = `drawn towards ${meanSentence(expression.towards)} with the weight of ${expression.towards.strength}`;
      return `${part(expression.of)} ÷ ${part(expression.by)}, ${drawn}`;
    }
    case 'score': {
      const { feature, best } = expression;
      return `${feature} among all customers, by fifths: 5 is the ${best === 'high' ? 'highest' : 'lowest'} fifth`;
    }
    case 'feature':
      return expression.name;
    case 'members': {
      const { measure, segment } = expression;
      const which = segment === null ? '' : ` that are in "${segment}"`;
      return `${measure === 'count' ? 'number' : 'share'} of the members of the account${which}`;
    }
  }
}

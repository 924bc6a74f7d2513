import type { EventSelector, PlainValue, PropertyCondition } from '#contracts/event-selector.ts';
import type { Meaning } from '#contracts/moment.ts';

/** One of the events, several, and one without an article. */
type Forms = { readonly one: string; readonly many: string; readonly bare: string };

function formsOf(noun: string): Forms {
  return { one: `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`, many: `${noun}s`, bare: noun };
}

const callNames = {
  track: formsOf('tracked event'),
  identify: formsOf('identify call'),
  group: formsOf('group call'),
  alias: formsOf('alias call'),
  page: formsOf('page view'),
  screen: formsOf('screen view'),
} as const;

/** Meanings whose names are no nouns to which an "s" could be added. */
const otherMeanings: Partial<Record<Meaning, Forms>> = {
  activity: { one: 'any activity', many: 'activities', bare: 'activity' },
  'feature use': { one: 'the use of a feature', many: 'uses of a feature', bare: 'use of a feature' },
  'ticket resolved': { one: 'a resolved ticket', many: 'resolved tickets', bare: 'resolved ticket' },
};

function meaningForms(meaning: Meaning): Forms {
  return otherMeanings[meaning] ?? formsOf(meaning);
}

function listed(values: readonly string[]): string {
  const last = values.at(-1) ?? '';
  return values.length < 2 ? last : `${values.slice(0, -1).join(', ')} or ${last}`;
}

function shown(value: PlainValue): string {
  // A text with blanks or none at all could not be told from the words around it.
  return typeof value === 'string' && !/^[\p{L}\p{N}_.-]+$/u.test(value) ? JSON.stringify(value) : String(value);
}

function conditionPhrase(condition: PropertyCondition): string {
  const { property } = condition;
  switch (condition.is) {
    case 'one of':
      return `${property} ${listed(condition.values.map(shown))}`;
    case 'at least':
      return `${property} of at least ${condition.value}`;
    case 'at most':
      return `${property} of at most ${condition.value}`;
    case 'contains':
      return `${property} containing ${JSON.stringify(condition.text)}`;
    case 'present':
      return `any ${property}`;
  }
}

function kindForms({ events }: EventSelector): Forms {
  switch (events.by) {
    case 'activity':
      return meaningForms('activity');
    case 'meaning':
      return meaningForms(events.meaning);
    case 'name': {
      const names = listed(events.names.map((name) => JSON.stringify(name)));
      return { one: names, many: names, bare: names };
    }
    case 'type':
      return callNames[events.type];
  }
}

function withConditions(kind: string, { where }: EventSelector): string {
  return where.length === 0 ? kind : `${kind} with ${where.map(conditionPhrase).join(' and ')}`;
}

/** The events that a selector takes, in English: `a purchase`, `"Feature Used" with feature export or import`. */
export function selectorSentence(selector: EventSelector): string {
  return withConditions(kindForms(selector).one, selector);
}

/** The same of several: `purchases`, as after "number of". */
export function pluralSelector(selector: EventSelector): string {
  return withConditions(kindForms(selector).many, selector);
}

/** The same without an article: `purchase`, as after "the last" or "no". */
export function bareSelector(selector: EventSelector): string {
  return withConditions(kindForms(selector).bare, selector);
}

import type { Json } from '#contracts/json.ts';
import type { AuditedItem } from './audited-item.ts';
import { countFigure, finding } from './finding.ts';
import { Examples, type Fold, type StartCheck } from './fold.ts';
import { countText, pluralText, shownText } from './wording.ts';

/** Properties, each of one event name, that are told apart. */
const maximumProperties = 5_000;

/** Fewer events than this say nothing about a property. */
const leastEvents = 20;

/** A property that is empty in more than this share of its events is empty. */
const emptyShare = 0.95;

type Seen = { count: number; empty: number; first: string | null; varies: boolean };

function isEmpty(value: Json | undefined): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}

/** Properties that are always empty, or that never change, and so tell nothing. */
export const startEmptyProperties: StartCheck<AuditedItem> = (): Fold<AuditedItem> => {
  const seen = new Map<string, Seen>();
  let beyond = 0;

  const note = (key: string, value: Json | undefined) => {
    let own = seen.get(key);
    if (own === undefined) {
      if (seen.size >= maximumProperties) {
        beyond += 1;
        return;
      }
      own = { count: 0, empty: 0, first: null, varies: false };
      seen.set(key, own);
    }
    own.count += 1;
    if (isEmpty(value)) own.empty += 1;
    else if (!own.varies) {
      const text = shownText(typeof value === 'string' ? value : JSON.stringify(value), 200);
      own.varies = own.first !== null && own.first !== text;
      own.first ??= text;
    }
  };

  return {
    take(item) {
      if (item.kind !== 'event') return;
      const { name, properties } = item.event;
      for (const key of Object.keys(properties)) note(`${name}: ${key}`, properties[key]);
    },
    finding() {
      const judged = [...seen].filter(([, own]) => own.count >= leastEvents).sort(([a], [b]) => (a < b ? -1 : 1));
      const empty = judged.filter(([, own]) => own.empty > own.count * emptyShare);
      const constant = judged.filter(([, own]) => own.empty === 0 && !own.varies);
      const examples = new Examples();
      for (const [key, own] of empty) {
        examples.add(() => `${shownText(key)} is empty in ${countText(own.empty)} of ${countText(own.count)} events`);
      }
      for (const [key, own] of constant)
        examples.add(() => `${shownText(key)} is always ${shownText(own.first ?? '', 40)}`);
      return finding({
        check: 'empty-properties',
        title: 'Empty and constant properties',
        verdict: judged.length === 0 ? 'not applicable' : empty.length > 0 ? 'warning' : 'ok',
        summary: `of ${pluralText(judged.length, 'property', 'properties')} with ${leastEvents} events or more, ${countText(empty.length)} are as good as always empty, ${countText(constant.length)} never change`,
        figures: [
          countFigure('properties', judged.length),
          countFigure('empty', empty.length),
          countFigure('constant', constant.length),
        ],
        examples: examples.texts,
        advice: empty.length > 0 ? 'See why nothing is filled in, or stop sending the property.' : 'Nothing to do.',
        approximate: beyond === 0 ? null : `only the first ${maximumProperties} properties are looked at`,
      });
    },
  };
};

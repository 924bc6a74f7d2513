import { Liquid } from 'liquidjs';
import { parseIsoTimeMs } from '#contracts/time.ts';
import type { Why } from '#contracts/transition.ts';
import type { EmailTemplate } from './playbook.ts';

/** The same decision prints the same e-mail on every machine, and a template reads no files and nothing but its data. */
const settings = {
  strictFilters: true,
  ownPropertyOnly: true,
  templates: {},
  timezoneOffset: 0,
  locale: 'en-US',
  cache: 100,
  renderLimit: 200,
  memoryLimit: 1_000_000,
  parseLimit: 100_000,
};
const escaping = new Liquid({ outputEscape: 'escape', ...settings });
const plain = new Liquid(settings);

const dateFilters = ['date', 'date_to_xmlschema', 'date_to_rfc822', 'date_to_string', 'date_to_long_string'];

/** What a date filter may print: no clock, and a text without an offset is UTC; Liquid wants seconds. */
function readableTime(value: unknown): unknown {
  if (value === 'now' || value === 'today') {
    throw new Error(`Cannot print the date "${value}": templates do not read the clock; pass a time`);
  }
  const timeMs = typeof value === 'string' ? parseIsoTimeMs(value) : null;
  return timeMs === null ? value : timeMs / 1_000;
}

function withoutClockAndChance(engine: Liquid): void {
  for (const name of dateFilters) {
    const filter = engine.filters[name];
    if (typeof filter !== 'function') throw new Error(`Cannot set up templates: Liquid has no filter "${name}"`);
    engine.registerFilter(name, function (value: unknown, ...rest: unknown[]) {
      return Reflect.apply(filter, this, [readableTime(value), ...rest]);
    });
  }
  engine.registerFilter('sample', () => {
    throw new Error('Cannot take a sample: templates do not draw lots');
  });
}
withoutClockAndChance(escaping);
withoutClockAndChance(plain);

export type RenderedEmail = { readonly subject: string; readonly html: string; readonly text: string };

/** What a template may print. */
export type EmailSubject = {
  /** Traits of the customer, such as `customer.firstName`. */
  readonly customer: Readonly<Record<string, unknown>>;
  /** Features, such as `features.recencyDays`. */
  readonly features: Why['values'];
};

/**
 * Makes an e-mail from its template. In `html` everything printed is escaped; a subject is kept on one line, so that
 * nothing can add a header. Throws, naming the template, if it is malformed or goes past its limits.
 */
export function renderEmail(template: EmailTemplate, subject: EmailSubject): RenderedEmail {
  try {
    return {
      subject: plain
        .parseAndRenderSync(template.subject, subject)
        .replaceAll(/[\s\p{Cc}]+/gu, ' ')
        .trim(),
      html: escaping.parseAndRenderSync(template.html, subject),
      text: plain.parseAndRenderSync(template.text, subject),
    };
  } catch (error) {
    throw new Error(
      `Cannot render the template "${template.name}": ${error instanceof Error ? error.message : error}`,
      {
        cause: error,
      },
    );
  }
}

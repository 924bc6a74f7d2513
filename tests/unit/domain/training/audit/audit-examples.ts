import type { AuditedEvent, LeftOut, LeftOutCause } from '#domain/training/audit/audited-item.ts';
import { type CustomerHistory, emptyHistory } from '#domain/training/audit/customer-history.ts';
import type { Finding } from '#domain/training/audit/finding.ts';
import type { AuditSettings, Fold, StartCheck } from '#domain/training/audit/fold.ts';
import { exampleDefinitions } from '../../example-definitions.ts';
import { dayMs, exampleEvent, juneMs } from '../../example-event.ts';
import { stateOf } from '../../histories.ts';

/** Judged at the end of 1 June 2026. */
export const exampleSettings: AuditSettings = { asOfMs: juneMs + dayMs - 1, definitions: exampleDefinitions };

type ToldEvent = Parameters<typeof exampleEvent>[0];

/** An event as an audit looks at it: of Ada, from a file, unless told otherwise. */
export function auditedEvent(told: ToldEvent = {}, around: Partial<AuditedEvent> = {}): AuditedEvent {
  const event = exampleEvent(told);
  return {
    kind: 'event',
    event,
    source: 'shop',
    customerId: event.userId,
    rows: 1,
    clock: 'history',
    sentMs: null,
    reports: [],
    ...around,
  };
}

export function leftOut(cause: LeftOutCause, told: Partial<LeftOut> = {}): LeftOut {
  return {
    kind: 'left out',
    cause,
    source: 'shop',
    rows: 1,
    reason: cause,
    detail: 'as it stands',
    where: 'shop.csv, line 7',
    ...told,
  };
}

/** The history of a customer, from its events. */
export function historyOf(customerId: string, events: readonly NonNullable<ToldEvent>[]): CustomerHistory {
  const state = stateOf(events.map((told, index) => exampleEvent({ id: `${customerId}-${index}`, ...told })));
  return { ...emptyHistory(customerId), state };
}

/** What a check finds in some inputs. */
export function found<Input>(
  start: StartCheck<Input>,
  inputs: Iterable<Input>,
  settings: AuditSettings = exampleSettings,
): Finding {
  const fold: Fold<Input> = start(settings);
  for (const input of inputs) fold.take(input);
  return fold.finding();
}

/** The value of a figure. Throws if the finding has none of that name. */
export function figureOf(finding: Finding, label: string): number | string {
  const figure = finding.figures.find((one) => one.label === label);
  if (figure === undefined) throw new Error(`${finding.check} has no figure "${label}"`);
  return figure.value;
}

import type { Observer } from '#ports/observer.ts';
import type { HttpAnswer } from './ingest-call.ts';

type RefusedStatus = Exclude<HttpAnswer['status'], 200>;

/** Under what each refusal is counted: everything that is turned away can be told by its reason. */
const metricOf: Readonly<Record<RefusedStatus, string>> = {
  400: 'RequestsRefusedMalformed',
  401: 'RequestsRefusedUnauthorized',
  404: 'RequestsRefusedUnknown',
  413: 'RequestsRefusedTooLarge',
  415: 'RequestsRefusedUnsupported',
  429: 'RequestsThrottled',
};

/** Refuses a call, and counts it by the reason. */
export function refuse(
  observer: Pick<Observer, 'count'>,
  { status, message }: { readonly status: RefusedStatus; readonly message: string },
  headers: HttpAnswer['headers'] = {},
): HttpAnswer {
  observer.count(metricOf[status], 1);
  return { status, headers, body: { success: false, message } };
}

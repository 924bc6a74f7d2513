import { element, openDetail, read } from './element.js';
import { dateOf, momentOf } from './words.js';

/**
 * Opens what is known of a customer: state, score, segments, and what led there.
 *
 * @param {string} customerId
 */
export async function openCustomer(customerId) {
  openDetail(element('h2', { id: 'detail-title' }, customerId), element('p', { class: 'hint' }, 'Reading…'));
  try {
    openDetail(...customerDetail(await read(`/api/customers/${encodeURIComponent(customerId)}`)));
  } catch (error) {
    openDetail(element('h2', { id: 'detail-title' }, customerId), element('p', { class: 'late' }, String(error)));
  }
}

function customerDetail({ customerId, name, email, why, risk, segments, history }) {
  const score = risk.score === null ? '' : ` (${risk.score.toFixed(2)})`;
  return [
    element('h2', { id: 'detail-title' }, name ?? customerId),
    element('p', { class: 'hint' }, [customerId, email].filter((text) => text !== null).join(' · ')),
    element('ul', { class: 'reasons' }, ...why.map((reason) => element('li', {}, reason))),
    element('p', {}, 'Churn risk: ', element('strong', { class: `risk ${risk.band}` }, `${risk.band}${score}`)),
    element('h3', {}, 'Segments'),
    element('ul', { class: 'tags' }, ...segments.map(tag)),
    element('h3', {}, 'What happened'),
    history.length === 0
      ? element('p', { class: 'empty' }, 'Nothing has changed about this customer yet.')
      : element('ol', { class: 'history' }, ...history.map(entry)),
  ];
}

const tag = ({ name, description, sinceMs }) =>
  element('li', { title: description }, name, element('small', {}, ` since ${dateOf(sinceMs)}`));

const entry = ({ atMs, what, why }) =>
  element(
    'li',
    {},
    element('time', { datetime: new Date(atMs).toISOString() }, momentOf(atMs)),
    element('strong', {}, what),
    element('small', {}, why),
  );

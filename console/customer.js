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

function customerDetail(customer) {
  const { customerId, name, email, joinedInto, joinedFrom, history } = customer;
  const more = [name === null ? null : customerId, email].filter((text) => text !== null);
  return [
    element('h2', { id: 'detail-title' }, name ?? customerId),
    ...(more.length === 0 ? [] : [element('p', { class: 'hint' }, more.join(' · '))]),
    ...(joinedFrom.length === 0 ? [] : [madeOf(joinedFrom)]),
    ...(joinedInto === null ? standing(customer) : [partOf(joinedInto)]),
    element('h3', {}, 'What happened'),
    history.length === 0
      ? element('p', { class: 'empty' }, 'Nothing has changed about this customer yet.')
      : element('ol', { class: 'history' }, ...history.map(entry)),
  ];
}

/** How a customer stands now. */
function standing({ why, risk, segments }) {
  const score = risk.score === null ? '' : ` (${risk.score.toFixed(2)})`;
  return [
    element('ul', { class: 'reasons' }, ...why.map((reason) => element('li', {}, reason))),
    element('p', {}, 'Churn risk: ', element('strong', { class: `risk ${risk.band}` }, `${risk.band}${score}`)),
    element('h3', {}, 'Segments'),
    segments.length === 0
      ? element('p', { class: 'empty' }, 'In none.')
      : element('ul', { class: 'tags' }, ...segments.map(tag)),
  ];
}

/** An anonymous visitor who has become part of a user has no standing of its own: the user's page has it. */
function partOf(customerId) {
  return element('p', {}, 'Has become part of ', linkTo(customerId), '.');
}

function madeOf(visitors) {
  const links = visitors.flatMap((customerId, index) => (index === 0 ? [] : [', ']).concat(linkTo(customerId)));
  return element('p', { class: 'hint' }, 'Takes in what was known of ', ...links, '.');
}

const linkTo = (customerId) =>
  element('button', { class: 'link', onclick: () => openCustomer(customerId) }, customerId);

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

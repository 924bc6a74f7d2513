import { openCustomer } from './customer.js';
import { element, show } from './element.js';
import { dateOf, due, lasting, money } from './words.js';

/** Shows the open tasks: who, why, since when, what to do. */
export function showInbox({ virtualMs, entries, isCut }) {
  const rows = entries.map((entry) => ({
    ...entry,
    since: `${dateOf(entry.sinceMs)}, for ${lasting(entry.sinceMs, virtualMs)}`,
    due: due(entry.dueMs, virtualMs),
    isOverdue: entry.dueMs < virtualMs,
  }));
  show('inbox-body', { rows, isCut }, () => {
    if (rows.length === 0) {
      const wait = 'Nothing to do yet. A task appears when a high-value customer turns at-risk.';
      return [element('p', { class: 'empty' }, wait)];
    }
    const list = element('ul', { class: 'tasks' }, ...rows.map(task));
    return isCut ? [list, element('p', { class: 'hint' }, 'There are more; these are the most valuable.')] : [list];
  });
}

function task(entry) {
  const { customerId, name, title, advice, why, rule, since, valueMinor, isOverdue, isOver, joinedInto } = entry;
  const who = element(
    'button',
    { class: 'link', 'data-key': entry.id, onclick: () => openCustomer(customerId) },
    name ?? customerId,
  );
  return element(
    'li',
    { class: 'card' },
    element(
      'div',
      { class: 'row' },
      element('h3', {}, who, name === null ? null : element('small', { class: 'identifier' }, ` ${customerId}`)),
      element('span', { class: 'value' }, money(valueMinor), element('small', {}, 'paid so far')),
    ),
    isOver ? element('p', { class: 'badge good' }, 'Came back meanwhile') : null,
    joinedInto === null ? null : element('p', { class: 'hint' }, `Has become part of ${joinedInto}`),
    element('p', { class: 'todo' }, title, element('small', {}, advice)),
    element(
      'dl',
      { class: 'facts' },
      element('dt', { class: 'term' }, 'Why'),
      element('dd', { title: rule }, why.length === 0 ? rule : why.join(' ')),
      element('dt', { class: 'term' }, 'Since'),
      element('dd', {}, since),
      element('dt', { class: 'term' }, 'Due'),
      element('dd', { class: isOverdue ? 'late' : '' }, entry.due),
    ),
  );
}

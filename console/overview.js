import { element, show } from './element.js';
import { counted, momentOf, number } from './words.js';

/** Shows the virtual time and the counts in the header. */
export function showHeader({ virtualMs, phase, counts }) {
  show('clock', { minute: Math.floor(virtualMs / 60_000), phase }, () => [
    element('time', { datetime: new Date(virtualMs).toISOString() }, momentOf(virtualMs)),
    ` · ${phase}`,
  ]);
  const transitions = Object.values(counts.transitions).reduce((sum, count) => sum + count, 0);
  const figures = [
    ['events', counts.events],
    ['customers', counts.customers],
    ['transitions', transitions],
    ['e-mails', counts.emails],
    ['open tasks', counts.openTasks],
    ['quarantined', counts.quarantined],
  ];
  show('counts', figures, () =>
    figures.map(([what, count]) =>
      element('div', {}, element('dt', { class: 'what' }, what), element('dd', { class: 'count' }, number(count))),
    ),
  );
}

/** Shows how many customers are in each segment, as bars. */
export function showSegments({ segments, counts }) {
  show('segments-body', { segments, customers: counts.customers }, () => {
    if (counts.customers === 0) {
      return [element('p', { class: 'empty' }, 'Nobody yet. Customers appear with their first event.')];
    }
    return [element('ul', { class: 'bars' }, ...segments.map((segment) => bar(segment, counts.customers)))];
  });
}

function bar({ name, description, members }, customers) {
  const share = Math.min(100, Math.round((members / customers) * 100));
  const meter = element('progress', { max: customers, value: members, 'aria-label': `${name}: ${share} %` });
  const count = element('span', { class: 'figure' }, `${number(members)} · ${share} %`);
  return element(
    'li',
    {},
    element('div', { class: 'row' }, element('strong', {}, name), count),
    meter,
    element('small', {}, description),
  );
}

/** Shows what the experiments of the playbooks say so far. */
export function showPlaybooks({ playbooks }) {
  show('playbooks-body', playbooks, () =>
    playbooks.map(({ playbook, description, goal, verdict, treated, holdout }) =>
      element(
        'article',
        { class: 'playbook' },
        element('h3', {}, playbook),
        element('p', {}, verdict),
        element('small', {}, description),
        element(
          'small',
          {},
          `Goal: ${goal}. Measured so far: ${counted(treated.runs, 'treated customer')}, ${number(holdout.runs)} held out.`,
        ),
      ),
    ),
  );
}

import { element, openDetail, show } from './element.js';
import { momentOf, number } from './words.js';

/** Shows the e-mails that were sent, the newest first. */
export function showMailbox({ mails, total }) {
  show('mailbox-body', { mails, total }, () => {
    if (mails.length === 0) {
      const wait = 'No e-mail yet. The first one goes out when a customer has been silent for 14 days.';
      return [element('p', { class: 'empty' }, wait)];
    }
    const rest = total - mails.length;
    const more = rest > 0 ? [element('p', { class: 'hint' }, `and ${number(rest)} older`)] : [];
    return [element('ul', { class: 'mails' }, ...mails.map(line)), ...more];
  });
}

function line(mail) {
  const subject = element(
    'button',
    { class: 'link', 'data-key': mail.id, onclick: () => openMail(mail) },
    mail.subject,
  );
  return element('li', {}, subject, element('small', {}, `${mail.to} · ${momentOf(mail.sentMs)}`));
}

function openMail({ id, to, subject, sentMs }) {
  openDetail(
    element('h2', { id: 'detail-title' }, subject),
    element('p', { class: 'hint' }, `To ${to}, ${momentOf(sentMs)}`),
    element('iframe', { src: `/api/mailbox/${encodeURIComponent(id)}`, sandbox: '', title: 'The e-mail' }),
  );
}

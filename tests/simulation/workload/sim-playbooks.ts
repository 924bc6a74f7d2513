import { createTask, emailTemplate, playbook, sendEmail, wait } from '#domain/playbooks/playbook.ts';
import { atRisk, cartAbandoned, highValue, quiet } from './sim-segments.ts';

const winBackEmail = emailTemplate('win-back', {
  subject: 'We miss you',
  html: '<p>{{ features.recencyDays | floor }} days</p>',
  text: '{{ features.recencyDays | floor }} days',
});
const cartEmail = emailTemplate('cart', {
  subject: 'Your cart',
  html: '<p>It is still there.</p>',
  text: 'It is still there.',
});

const winBack = playbook('win-back', {
  version: 1,
  description: 'Writes to quiet customers, and asks for a call when that did not help.',
  when: quiet,
  holdoutShare: 0.2,
  restDays: 0,
  steps: [
    sendEmail(winBackEmail),
    wait({ days: 0.5 }),
    createTask({ title: 'Call a quiet customer', advice: 'Ask what changed.', dueInDays: 1 }),
  ],
  goal: { what: 'activity', withinDays: 1 },
});
const cartReminder = playbook('cart-reminder', {
  version: 1,
  description: 'Reminds of a cart, at most twice a day.',
  when: cartAbandoned,
  holdoutShare: 0.2,
  restDays: 0.5,
  steps: [sendEmail(cartEmail)],
  goal: { what: 'purchase', withinDays: 0.5 },
});
const saveHighValue = playbook('save-high-value', {
  version: 1,
  description: 'A call and a letter to the best customers who turn at-risk.',
  when: atRisk,
  alsoIn: [highValue],
  holdoutShare: 0.2,
  restDays: 2,
  steps: [
    createTask({ title: 'Call a high-value customer', advice: 'Offer help first.', dueInDays: 0 }),
    sendEmail(winBackEmail),
  ],
  goal: { what: 'activity', withinDays: 2 },
});

export const simTemplates = [winBackEmail, cartEmail];
export const simPlaybooks = [winBack, cartReminder, saveHighValue];

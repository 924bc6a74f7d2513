import { createTask, playbook, sendEmail } from '#domain/playbooks/playbook.ts';
import { atRisk, highValue, slippingAway } from './segments.ts';
import { winBackEmail } from './templates/win-back.ts';

export const winBack = playbook('win-back', {
  version: 1,
  description: 'Writes to customers who have gone quiet, and sees whether they come back.',
  when: slippingAway,
  holdoutShare: 0.1,
  restDays: 60,
  steps: [sendEmail(winBackEmail)],
  goal: { what: 'activity', withinDays: 14 },
});

export const saveHighValue = playbook('save-high-value', {
  version: 1,
  description: 'Asks customer success to call a high-value customer who turned at-risk.',
  when: atRisk,
  alsoIn: [highValue],
  holdoutShare: 0.1,
  restDays: 30,
  steps: [
    createTask({
      title: 'Call a high-value customer who is slipping away',
      advice: 'Ask what changed. Look at their last tickets first; offer help before a discount.',
      dueInDays: 2,
    }),
  ],
  goal: { what: 'activity', withinDays: 30 },
});

export const playbooks = [winBack, saveHighValue];

import { describe, expect, test } from 'vitest';
import { createTask, maximumSteps, playbook, wait } from '#domain/playbooks/playbook.ts';
import { declared } from './playing.ts';

describe('playbook', () => {
  test('playbook refers to segments and templates by name', () => {
    expect(playbook('win-back', declared)).toEqual({
      name: 'win-back',
      version: 1,
      description: 'Writes, waits, asks for a call.',
      segment: 'quiet',
      alsoIn: ['rich'],
      holdoutShare: 0,
      restDays: 30,
      steps: [
        { kind: 'send email', template: 'hello' },
        { kind: 'wait', days: 3 },
        { kind: 'create task', title: 'Call', advice: 'Ask.', dueInDays: 2 },
      ],
      goal: { what: 'activity', withinDays: 14 },
    });
  });

  test.each(['Win', 'win back', '', '1st', `w${'x'.repeat(41)}`])('playbook refuses the name "%s"', (name) => {
    expect(() => playbook(name, declared)).toThrow(`Cannot declare the playbook "${name}": its name must be`);
  });

  test.each([
    ['a holdout of 1', { holdoutShare: 1 }, 'the holdout must be from 0 to below 1, got 1'],
    ['a holdout below 0', { holdoutShare: -0.1 }, 'the holdout must be'],
    ['a holdout that is no number', { holdoutShare: Number.NaN }, 'the holdout must be'],
    ['a rest below 0', { restDays: -1 }, 'the rest must be 0 days or more, got -1'],
    ['a goal of 0 days', { goal: { what: 'activity' as const, withinDays: 0 } }, 'the goal must have'],
    [
      'an endless goal',
      { goal: { what: 'activity' as const, withinDays: Number.POSITIVE_INFINITY } },
      'the goal must have',
    ],
    [
      'a wait of 0 days',
      { steps: [wait({ days: 0 })] as const },
      'a wait must be more than 0 and at most 3650 days, got 0',
    ],
    ['an endless wait', { steps: [wait({ days: Number.POSITIVE_INFINITY })] as const }, 'a wait must be'],
    ['a wait of a million days', { steps: [wait({ days: 1e6 })] as const }, 'a wait must be'],
    [
      'a task due before it exists',
      { steps: [createTask({ title: 't', advice: 'a', dueInDays: -1 })] as const },
      'a task must be due',
    ],
    ['a version below 1', { version: 0 }, 'the version must be 1, 2, 3, …, got 0'],
  ])('playbook refuses %s', (_what, change, problem) => {
    expect(() => playbook('win-back', { ...declared, ...change })).toThrow(
      `Cannot declare the playbook "win-back": ${problem}`,
    );
  });

  test('playbook refuses no steps, and more than it may have', () => {
    const [first] = declared.steps;
    const tooMany = Array.from({ length: maximumSteps }, () => first);
    expect(() => playbook('win-back', { ...declared, steps: [first, ...tooMany] })).toThrow(
      'it has 21 steps, at most 20',
    );
    const none: (typeof first)[] = [];
    expect(() => Reflect.apply(playbook, undefined, ['win-back', { ...declared, steps: none }])).toThrow(
      'it has no steps',
    );
  });
});

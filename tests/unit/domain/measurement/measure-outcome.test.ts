import { describe, expect, test } from 'vitest';
import { measureOutcome } from '#domain/measurement/measure-outcome.ts';
import { playbook } from '#domain/playbooks/playbook.ts';
import { dayMs, exampleEvent, juneMs } from '../example-event.ts';
import { stateOf } from '../histories.ts';
import { declared, started } from '../playbooks/playing.ts';

const sale = playbook('win-back', { ...declared, goal: { what: 'purchase', withinDays: 14 } });
const visit = exampleEvent({ id: '1', timeMs: juneMs + dayMs });
const order = exampleEvent({ id: '2', name: 'Bought', timeMs: juneMs + 2 * dayMs, properties: { total: 1 } });

describe('measureOutcome', () => {
  test.each([
    ['nothing', [], false],
    ['a visit', [visit], false],
    ['a purchase', [visit, order], true],
  ])('measureOutcome of a playbook that hopes for a purchase, after %s, is %2$j', (_what, events, succeeded) => {
    const outcome = measureOutcome(sale, started(sale), stateOf(events), juneMs + 14 * dayMs);
    expect(outcome).toMatchObject({ succeeded, goal: 'purchase within 14 days' });
  });

  test('measureOutcome gives both arms the same answer', () => {
    const run = started(sale);
    const succeeded = (['treated', 'holdout'] as const).map(
      (arm) => measureOutcome(sale, { ...run, arm }, stateOf([order]), juneMs + 14 * dayMs).succeeded,
    );
    expect(succeeded).toEqual([true, true]);
  });
});

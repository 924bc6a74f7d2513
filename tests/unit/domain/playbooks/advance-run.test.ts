import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commandSchema } from '#contracts/command.ts';
import { outcomeSchema } from '#contracts/outcome.ts';
import { type Run, runSchema } from '#contracts/run.ts';
import { advanceRun } from '#domain/playbooks/advance-run.ts';
import { createTask, playbook, sendEmail, wait } from '#domain/playbooks/playbook.ts';
import { dayMs, juneMs } from '../example-event.ts';
import { advanced, declared, facts, kindsOf, started, template, winBack } from './playing.ts';

const first = advanced(started(), juneMs).run;
const second = advanced(first, juneMs + 3 * dayMs).run;
const endMs = juneMs + 14 * dayMs;

describe('advanceRun', () => {
  test('advanceRun takes steps up to a wait, and sends with it what came before', () => {
    expect(first).toMatchObject({ version: 1, step: 2, status: 'running', ended: null, wakeAtMs: juneMs + 3 * dayMs });
    expect(first.outbox).toEqual([
      {
        schemaVersion: 1,
        id: 'shop/ada/win-back#000000000007/0',
        tenant: 'shop',
        customerId: 'ada',
        playbook: 'win-back',
        runId: 'win-back#000000000007',
        causationId: 'shop/ada/7/quiet',
        correlationId: 'request-1',
        issuedMs: juneMs,
        why: 'number of orders is at least 0 times',
        kind: 'send email',
        template: 'hello',
        facts: { quietDays: 1 },
      },
    ]);
  });

  test('advanceRun takes no more steps of a playbook that was changed meanwhile, and still measures', () => {
    const edited = { ...winBack, version: winBack.version + 1 };
    const stopped = advanceRun(edited, first, facts(), juneMs + 3 * dayMs);
    expect(stopped?.run).toMatchObject({ status: 'measuring', ended: 'playbook changed to version 2', outbox: [] });
    expect(stopped?.run.wakeAtMs).toBe(endMs);
  });

  test('advanceRun goes on after the wait, and then waits for the outcome', () => {
    expect(second).toMatchObject({ version: 2, status: 'measuring', ended: 'all steps taken', wakeAtMs: endMs });
    expect(second.outbox).toMatchObject([
      { kind: 'create task', title: 'Call', advice: 'Ask.', dueMs: juneMs + 5 * dayMs, valueMinor: 12_300 },
    ]);
  });

  test('advanceRun ends before the next step when the customer has left the segment', () => {
    const left = advanced(first, juneMs + 3 * dayMs, facts({ memberships: ['rich'] })).run;
    expect(left).toMatchObject({ status: 'measuring', ended: 'left quiet before step 3', outbox: [], wakeAtMs: endMs });
  });

  test('advanceRun does nothing for a held-out customer but wait for the outcome', () => {
    const heldOut = advanced({ ...started(), arm: 'holdout' }, juneMs).run;
    expect(heldOut).toMatchObject({ status: 'measuring', ended: 'held out', outbox: [], wakeAtMs: endMs });
    const measured = advanced(heldOut, endMs, facts({ seenMs: juneMs + dayMs }));
    expect(measured.outcome).toMatchObject({ arm: 'holdout', succeeded: true });
    expect(measured.run.outbox).toEqual([]);
  });

  test.each([
    ['was seen after the start', juneMs + 1, true],
    ['was last seen at the start', juneMs, false],
    ['was last seen before the start', juneMs - 1, false],
  ])('advanceRun measures at the end of the window whether the customer %s', (_what, seenMs, succeeded) => {
    const { run, outcome } = advanced(second, endMs, facts({ seenMs }));
    expect(run).toMatchObject({ version: 3, status: 'ended', ended: 'all steps taken', wakeAtMs: null, outbox: [] });
    expect(outcome).toEqual({
      id: 'shop/ada/win-back#000000000007/outcome',
      tenant: 'shop',
      customerId: 'ada',
      playbook: 'win-back',
      runId: 'win-back#000000000007',
      arm: 'treated',
      startedMs: juneMs,
      measuredMs: endMs,
      succeeded,
      goal: 'activity within 14 days',
    });
    expect(outcomeSchema.parse(outcome)).toEqual(outcome);
  });

  test('advanceRun changes nothing when it is looked at too early, or after its end', () => {
    expect(advanceRun(winBack, first, facts(), juneMs + 3 * dayMs - 1)).toBeNull();
    expect(advanceRun(winBack, second, facts(), endMs - 1)).toBeNull();
    expect(advanceRun(winBack, advanced(second, endMs).run, facts(), endMs + dayMs)).toBeNull();
  });

  test('advanceRun writes runs and commands that can be read back, also where days are no whole milliseconds', () => {
    const steps = [
      createTask({ title: 't', advice: 'a', dueInDays: 1 / 7 }),
      wait({ days: 1 / 7 }),
      sendEmail(template),
    ] as const;
    const goal = { what: 'purchase', withinDays: 1 / 3 + 1e-9 } as const;
    const odd = playbook('odd', { ...declared, steps, goal });
    let run = started(odd);
    for (let nowMs: number | null = juneMs; nowMs !== null; nowMs = run.wakeAtMs) {
      run = advanced(run, nowMs, facts(), odd).run;
      expect(runSchema.parse(run)).toEqual(run);
      for (const command of run.outbox) expect(commandSchema.parse(command)).toEqual(command);
    }
    expect(run.status).toBe('ended');
  });

  test('advanceRun issues each command at most once and measures once, however often it is woken', () => {
    const steps = fc.array(
      fc.constantFrom(
        wait({ days: 1 }),
        wait({ days: 5 }),
        sendEmail(template),
        createTask({ title: 't', advice: 'a', dueInDays: 1 }),
      ),
      { minLength: 1, maxLength: 8 },
    );
    const wakes = fc.array(
      fc.record({ afterDays: fc.double({ min: 0, max: 6, noNaN: true }), isMember: fc.boolean(), twice: fc.boolean() }),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(steps, wakes, ([head = wait({ days: 1 }), ...tail], looks) => {
        const one = playbook('win-back', { ...declared, steps: [head, ...tail] });
        let run: Run = started(one);
        let nowMs = juneMs;
        const issued: string[] = [];
        let outcomes = 0;
        for (const look of looks) {
          nowMs += Math.round(look.afterDays * dayMs);
          for (let repetition = 0; repetition < (look.twice ? 2 : 1); repetition += 1) {
            const about = facts({ memberships: look.isMember ? ['quiet'] : [] });
            const advance = advanceRun(one, run, about, nowMs);
            if (advance === null) continue;
            if (!look.isMember) expect(advance.run.outbox).toEqual([]);
            expect(advance.run.version).toBe(run.version + 1);
            run = advance.run;
            issued.push(...run.outbox.map((command) => command.id));
            outcomes += advance.outcome === null ? 0 : 1;
          }
        }
        expect(new Set(issued).size).toBe(issued.length);
        expect(issued.length).toBeLessThanOrEqual(one.steps.filter((step) => step.kind !== 'wait').length);
        expect(outcomes).toBe(run.status === 'ended' ? 1 : 0);
      }),
      { numRuns: 500 },
    );
  });

  test('advanceRun takes all steps of a customer who stays, in their order', () => {
    const commands = [...kindsOf(first.outbox), ...kindsOf(second.outbox)];
    expect(commands).toEqual(['send email', 'create task']);
  });
});

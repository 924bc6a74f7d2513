import { describe, expect, test } from 'vitest';
import type { SurveyProgress } from '#contracts/survey-progress.ts';
import { populationNeeds } from '#domain/population/population-needs.ts';
import { surveyKey, surveyTurn } from '#domain/population/survey-turn.ts';
import { exampleDefinitions } from '../example-definitions.ts';

const hourMs = 3_600_000;
const startedMs = 1_000 * hourMs;

const progress = (more: Partial<SurveyProgress>): SurveyProgress => ({
  schemaVersion: 1,
  version: 3,
  definitions: 'today',
  startedMs,
  phase: 'done',
  position: null,
  share: 1,
  effectiveFromMs: null,
  seen: 0,
  woken: 0,
  unreadable: 0,
  ...more,
});

const at = (hours: number, isRequested = false) => {
  return { nowMs: startedMs + hours * hourMs, everyMs: 24 * hourMs, key: 'today', isRequested };
};

const turn = (more: Partial<SurveyProgress>, hours: number, isRequested = false, hasCensus = true) =>
  surveyTurn({ progress: progress(more), hasCensus }, at(hours, isRequested));

describe('surveyTurn', () => {
  test('surveyTurn begins where there was no survey yet, and a day after the last one began', () => {
    expect(surveyTurn(null, at(0))).toEqual({ kind: 'begin' });
    expect(turn({}, 23.9)).toEqual({ kind: 'rest', untilMs: startedMs + 24 * hourMs });
    expect(turn({}, 24)).toEqual({ kind: 'begin' });
  });

  test('surveyTurn goes on with a survey under way, however long it takes', () => {
    expect(turn({ phase: 'counting', position: 'x' }, 100)).toEqual({ kind: 'go on' });
    expect(turn({ phase: 'settling', position: 'x' }, 100, false, false)).toEqual({ kind: 'go on' });
    expect(turn({ phase: 'counting', position: 'x' }, 1, true)).toEqual({ kind: 'go on' });
  });

  test('surveyTurn begins anew where what was counted is lost', () => {
    expect(turn({ phase: 'counting', position: 'x' }, 1, false, false)).toEqual({ kind: 'begin' });
    expect(turn({ phase: 'counting', position: null }, 1, false, false)).toEqual({ kind: 'go on' });
  });

  test('surveyTurn waits until what was found takes effect, and settles then', () => {
    const waiting = { phase: 'waiting', effectiveFromMs: startedMs + 2 * hourMs } as const;
    expect(turn(waiting, 1)).toEqual({ kind: 'rest', untilMs: startedMs + 2 * hourMs });
    expect(turn(waiting, 2)).toEqual({ kind: 'settle' });
    expect(turn(waiting, 30)).toEqual({ kind: 'settle' });
  });

  test('surveyTurn begins at once when it is asked for, or when the definitions are others', () => {
    expect(turn({}, 1, true)).toEqual({ kind: 'begin' });
    expect(turn({ phase: 'waiting', effectiveFromMs: startedMs + 2 * hourMs }, 1, true)).toEqual({ kind: 'begin' });
    for (const phase of ['counting', 'waiting', 'settling', 'done'] as const) {
      expect(turn({ phase, definitions: 'yesterday' }, 1)).toEqual({ kind: 'begin' });
    }
  });
});

describe('surveyKey', () => {
  test('surveyKey is the same for the same definitions, and another once a segment has another version or is off', () => {
    const keyOf = (definitions: typeof exampleDefinitions) => surveyKey(definitions, populationNeeds(definitions));
    const key = keyOf(exampleDefinitions);
    expect(key).toMatch(/^[0-9a-f]{32}$/);
    expect(keyOf({ ...exampleDefinitions })).toBe(key);
    const [first, ...others] = exampleDefinitions.segments;
    if (first === undefined) throw new Error('There is no segment');
    const withFirst = (more: Partial<typeof first.definition>) => {
      const changed = { ...first, definition: { ...first.definition, ...more } };
      return keyOf({ ...exampleDefinitions, segments: [changed, ...others] });
    };
    expect(withFirst({ version: 9 })).not.toBe(key);
    expect(withFirst({ enabled: false })).not.toBe(key);
  });
});

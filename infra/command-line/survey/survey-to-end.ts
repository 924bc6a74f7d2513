import type { SurveyProgress } from '#contracts/survey-progress.ts';
import type { SurveyReport, SurveyRequest } from '#functions/survey/run-survey.ts';
import { CommandError } from '../command-error.ts';
import type { Progress } from '../progress.ts';

type SurveySettings = {
  /** Does a part of the survey, not longer than some seconds, so that Ctrl-C is heard. */
  readonly survey: (request: SurveyRequest) => Promise<SurveyReport>;
  readonly progress: Progress;
  readonly signal: AbortSignal;
};

/** Into so many steps the bar is cut. */
const steps = 1_000;

/** Shows how far a pass is: by the share of the table, with the profiles seen so far. */
function showing(progress: Progress): (now: SurveyProgress) => void {
  let [shownSteps, shownSeen] = [0, 0];
  return ({ share, seen }) => {
    const done = Math.floor(share * steps);
    progress.advance(Math.max(0, done - shownSteps));
    progress.count(Math.max(0, seen - shownSeen));
    [shownSteps, shownSeen] = [Math.max(done, shownSteps), seen];
  };
}

/**
 * Runs a survey from the beginning to the end of its count, or goes on with the one that is under way. Throws if
 * another process has taken it over, and after Ctrl-C; what was done by then is kept, and the next survey goes on from
 * there.
 */
export async function surveyToEnd({ survey, progress, signal }: SurveySettings): Promise<SurveyProgress> {
  const onPage = showing(progress);
  let hasBegun = false;
  progress.begin('Looking at all profiles', { unit: 'profiles', share: 'of the table' }, steps);
  try {
    while (!signal.aborted) {
      const report = await survey({ isRequested: !hasBegun, onPage });
      if (report.did === 'taken' || report.progress === null) {
        throw new CommandError(
          'Cannot go on with the survey: the function "survey" works on it; try again in a few minutes',
        );
      }
      // At rest: another process has brought it to its end between two parts.
      if (report.hasCounted || report.did === 'rest') return report.progress;
      hasBegun ||= report.did === 'begin';
    }
  } finally {
    progress.end();
  }
  throw new CommandError('Cannot finish the survey: interrupted; run the same command again to go on');
}

import { isoTime } from '#contracts/time.ts';
import { minute } from '../customer/text-lines.ts';
import { wrappedRows } from '../wrapped-rows.ts';
import type { ArchiveExtent } from './archive-extent.ts';
import { type BackfillCost, backfillCost } from './backfill-cost.ts';
import type { ProfileSurvey } from './survey-profiles.ts';

/** What filling the profiles of a deployment takes, and whether its archive can. */
export type DeploymentPlan = {
  readonly tenant: string;
  readonly survey: ProfileSurvey;
  readonly archive: ArchiveExtent;
  readonly cost: BackfillCost;
};

export function deploymentPlan(tenant: string, survey: ProfileSurvey, archive: ArchiveExtent): DeploymentPlan {
  return { tenant, survey, archive, cost: backfillCost(archive, survey) };
}

const whole = (value: number) => value.toLocaleString('en');

function archiveText({ objects, firstDay, lastDay, compressedBytes }: ArchiveExtent): string {
  if (firstDay === null || lastDay === null) return 'empty: nothing can be filled from it';
  const megabytes = (compressedBytes / 1_000_000).toFixed(1);
  return `${whole(objects)} objects, ${megabytes} MB, received ${firstDay} to ${lastDay}`;
}

function reachText({ survey, archive }: DeploymentPlan): string {
  const { earliestMs, beforeArchive } = survey;
  if (archive.firstDay === null || earliestMs === null) return 'nothing to reach back to';
  if (beforeArchive === 0) return `it reaches back to the first event of everybody (${minute(isoTime(earliestMs))})`;
  return (
    `${whole(beforeArchive)} of those that lack something have events from before its first day: imported ones are in it ` +
    'all the same; "features backfill --dry-run" reads it, and says who cannot be filled'
  );
}

/** The same for people. */
export function deploymentLines(plan: DeploymentPlan): string[] {
  const { tenant, survey, archive, cost } = plan;
  const { profiles, isWhole, incomplete } = survey;
  const looked = isWhole ? whole(profiles) : `the first ${whole(profiles)}`;
  const dollars = cost.dollars < 0.01 ? 'less than $0.01' : `about $${cost.dollars.toFixed(2)}`;
  const work = `${whole(cost.objectsRead)} objects read, ${whole(cost.profilesRead)} profiles looked at, ${whole(cost.writeUnits)} write units`;
  return wrappedRows([
    ['  tenant', tenant],
    ['  profiles', `${looked}, of which ${whole(incomplete)} lack something that is declared`],
    ['  archive', archiveText(archive)],
    ['  reach', reachText(plan)],
    [
      '  once',
      `${work}: ${dollars} at list price${isWhole ? '' : ', and more for the profiles that were not looked at'}`,
    ],
  ]);
}

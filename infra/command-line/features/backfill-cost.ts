import { dollarsPerMillionGets, prices } from '../../../bench/prices/us-east-1.ts';
import type { ArchiveExtent } from './archive-extent.ts';
import type { ProfileSurvey } from './survey-profiles.ts';

/** What filling what profiles lack takes, once. */
export type BackfillCost = {
  readonly objectsRead: number;
  readonly profilesRead: number;
  readonly writeUnits: number;
  /** At the list prices of us-east-1. */
  readonly dollars: number;
};

/** Read units of looking at one profile, its traits, and once more before it is written. */
const readUnitsPerProfile = 2;

const million = 1_000_000;

/**
 * The whole archive is read once, every profile looked at, and those that lack something written once. Where only a part
 * of the profiles was surveyed, the rest is not in it.
 */
export function backfillCost(archive: ArchiveExtent, survey: ProfileSurvey): BackfillCost {
  const dollars =
    (archive.objects * dollarsPerMillionGets +
      survey.profiles * readUnitsPerProfile * prices['read units'].dollarsPerMillion +
      survey.writeUnits * prices['write units'].dollarsPerMillion) /
    million;
  const { profiles, writeUnits } = survey;
  return { objectsRead: archive.objects, profilesRead: profiles, writeUnits, dollars };
}

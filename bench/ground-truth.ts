import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { projectDirectory } from '#infra/project-directory.ts';

/** The four sets of texts that people rated for VADER. Source: Hutto and Gilbert, ICWSM 2014, ground truth of the paper. */
export const groundTruths = {
  tweets: 'tweets',
  'movie reviews': 'movieReviewSnippets',
  'Amazon reviews': 'amazonReviewSnippets',
  editorials: 'nytEditorialSnippets',
} as const;
export type GroundTruth = keyof typeof groundTruths;

/** A text and the mean of what people said of it, from −4 to 4. */
export type RatedText = { readonly text: string; readonly rating: number };

const folder = join(projectDirectory, '../shared/data/vader_ground_truth');

/** Where the texts of a set are, and whether they are there. */
export function groundTruthFile(name: GroundTruth): { readonly path: string; readonly isThere: boolean } {
  const path = join(folder, `${groundTruths[name]}_GroundTruth.txt.gz`);
  return { path, isThere: existsSync(path) };
}

/** Reads a set: lines of id, rating and text, in windows-1252. Throws if it is not there. */
export function readGroundTruth(name: GroundTruth): RatedText[] {
  const content = new TextDecoder('windows-1252').decode(gunzipSync(readFileSync(groundTruthFile(name).path)));
  const lines = content.split(/\r?\n/).filter((line) => line !== '');
  return lines.map((line) => {
    const [, rating, ...text] = line.split('\t');
    return { rating: Number(rating), text: text.join('\t') };
  });
}

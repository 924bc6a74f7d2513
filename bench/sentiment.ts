import vader from 'vader-sentiment';
import { sentimentOf } from '#domain/ingest/sentiment/sentiment-of.ts';
import { correlation } from './correlation.ts';
import { type GroundTruth, groundTruthFile, groundTruths, readGroundTruth } from './ground-truth.ts';

/** How far the sentiment of a set of texts is what people said of them, and how fast it is found on one core. */
export type SentimentFigures = {
  readonly set: string;
  readonly texts: number;
  readonly correlation: number;
  readonly textsPerSecond: number;
};

const score = (sentence: string) => vader.SentimentIntensityAnalyzer.polarity_scores(sentence).compound;
const names = Object.keys(groundTruths).filter((name): name is GroundTruth => Object.hasOwn(groundTruths, name));

function measure(name: GroundTruth): SentimentFigures {
  const rated = readGroundTruth(name);
  const started = performance.now();
  const found = rated.map(({ text }) => sentimentOf(score, text) ?? 0);
  const seconds = (performance.now() - started) / 1000;
  return {
    set: name,
    texts: rated.length,
    correlation: correlation(rated.map(({ rating }, index) => [found[index] ?? 0, rating])),
    textsPerSecond: Math.round(rated.length / seconds),
  };
}

/**
 * Holds sentiment against what people said of 23,703 texts.
 *
 * @throws Error when the texts are not there.
 */
export function measureSentiment(): SentimentFigures[] {
  const missing = names.map(groundTruthFile).find(({ isThere }) => !isThere);
  if (missing !== undefined) {
    throw new Error(
      `Cannot measure sentiment: there is no ${missing.path}; get the ground truth of VADER, or pass --only`,
    );
  }
  return names.map(measure);
}

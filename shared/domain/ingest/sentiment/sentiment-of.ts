/**
 * How kind one sentence is, from −1 to 1: `compound` of VADER. Source: Hutto and Gilbert, "VADER: A Parsimonious Rule-based
 * Model for Sentiment Analysis of Social Media Text", ICWSM 2014.
 */
export type SentenceScore = (sentence: string) => number;

/** What is read of a text: the rest of a long one adds time and hardly anything else. */
export const longestTextRead = 2_000;

/** A text up to this length is judged as one sentence, which is what the lexicon was made for; longer ones saturate. */
const longestSentence = 280;

/**
 * No word is longer; and the lexicon takes time with the cube of the length of a word. The longest of the 23,703 texts that it
 * was held against has 57 characters.
 */
const overlongWord = /\S{65,}/g;

/** The lexicon knows "don't" with the apostrophe of ASCII only. */
const curlyApostrophe = /[\u2019\u02bc]/g;

const sentenceEnd = /(?<=[.!?])\s+/;

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * How kind a text is: from −1 (hostile) over 0 (neither, or not English) to 1, in thousandths. A long text counts as the mean of
 * its sentences. Null where there is nothing to read.
 *
 * @param score judges one sentence.
 */
export function sentimentOf(score: SentenceScore, text: string): number | null {
  const read = text.slice(0, longestTextRead).replace(curlyApostrophe, "'").replace(overlongWord, ' ').trim();
  if (read === '') return null;
  const sentences = read.length <= longestSentence ? [read] : read.split(sentenceEnd);
  // Adding 0 makes 0 of −0, which would be another value to whoever compares.
  return Math.round(meanOf(sentences.map(score)) * 1_000) / 1_000 + 0;
}

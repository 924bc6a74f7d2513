import fc from 'fast-check';
import vader from 'vader-sentiment';
import { describe, expect, test } from 'vitest';
import { longestTextRead, sentimentOf } from '#domain/ingest/sentiment/sentiment-of.ts';
import { correlation } from '../../../../../bench/correlation.ts';
import { groundTruthFile, readGroundTruth } from '../../../../../bench/ground-truth.ts';

const score = (sentence: string) => vader.SentimentIntensityAnalyzer.polarity_scores(sentence).compound;
const of = (text: string) => sentimentOf(score, text);

describe('sentimentOf', () => {
  test.each([
    ['I love it', 0.637],
    ['This is the worst service I have ever seen!', -0.659],
    ["I don't like it", -0.275],
    ['I don’t like it', -0.275],
    ['The parcel has four corners.', 0],
  ])('sentimentOf gives "%s" %d', (text, sentiment) => {
    expect(of(text)).toBe(sentiment);
  });

  test.each([
    ['nothing', ''],
    ['blanks', '   \n'],
    ['one overlong word', 'x'.repeat(200)],
  ])('sentimentOf gives null for %s', (_what, text) => {
    expect(of(text)).toBeNull();
  });

  test('sentimentOf takes the mean of the sentences of a text of more than 280 characters, and a short one as it is', () => {
    const kind = 'I love the new editor, it is wonderful.';
    const plain = 'The parcel came with the post at noon and it has four corners as parcels do.';
    const long = [kind, plain, plain, plain, plain].join(' ');
    expect(long.length).toBeGreaterThan(280);
    expect(of(long)).toBeCloseTo((of(kind) ?? 0) / 5, 3);
    const short = `${kind} ${plain}`;
    expect(of(short)).toBe(Math.round(score(short) * 1_000) / 1_000);
  });

  test('sentimentOf reads the first 2,000 characters', () => {
    const plain = 'one two. '.repeat(longestTextRead / 8);
    expect(of(`${plain} I love it.`)).toBe(0);
  });

  test('sentimentOf is in thousandths from −1 to 1, or null, for any text', () => {
    const word = fc.constantFrom(
      'love',
      'HATE',
      'not',
      'but',
      'kind',
      'of',
      ':)',
      '!!!',
      '’',
      'constructor',
      '__proto__',
    );
    const text = fc.array(fc.oneof(word, fc.string({ unit: 'grapheme' }))).map((words) => words.join(' '));
    fc.assert(
      fc.property(text, (any) => {
        const sentiment = of(any);
        if (sentiment === null) return;
        expect(Math.abs(sentiment)).toBeLessThanOrEqual(1);
        expect(Object.is(sentiment, Math.round(sentiment * 1_000) / 1_000 + 0)).toBe(true);
      }),
    );
  });

  test.each([
    ['one overlong word', `${'A'.repeat(100_000)}a`],
    ['overlong words', `${'A'.repeat(70)}a `.repeat(5_000)],
    ['words of the allowed length', `${'A'.repeat(63)}a `.repeat(5_000)],
    ['short words', 'bad xx '.repeat(20_000)],
    ['marks', '?!'.repeat(100_000)],
    ['blanks', ' '.repeat(200_000)],
    ['ends of sentences', '. '.repeat(100_000)],
  ])('sentimentOf is done with %s within half a second', (_what, text) => {
    const started = performance.now();
    of(text);
    expect(performance.now() - started).toBeLessThan(500);
  });

  const { path, isThere } = groundTruthFile('tweets');
  test.skipIf(!isThere)(
    `sentimentOf agrees with people about 4,200 tweets, r ≥ .87${isThere ? '' : ` (skipped: there is no ${path})`}`,
    () => {
      const rated = readGroundTruth('tweets');
      expect(rated).toHaveLength(4_200);
      expect(correlation(rated.map(({ text, rating }) => [of(text) ?? 0, rating]))).toBeGreaterThanOrEqual(0.87);
    },
  );
});

describe('correlation', () => {
  test('correlation is 1 for what rises together, −1 for what falls, and 0 for neither', () => {
    expect(
      correlation([
        [1, 2],
        [2, 4],
        [3, 6],
      ]),
    ).toBeCloseTo(1);
    expect(
      correlation([
        [1, 6],
        [2, 4],
        [3, 2],
      ]),
    ).toBeCloseTo(-1);
    expect(
      correlation([
        [0, 0],
        [0, 1],
        [1, 0],
        [1, 1],
      ]),
    ).toBeCloseTo(0);
  });
});

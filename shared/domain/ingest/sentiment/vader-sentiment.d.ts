/** What is used of the package, which brings no types of its own. */
declare module 'vader-sentiment' {
  const vader: {
    /** Each part of a text from −1 to 1; `compound` is about all of it. */
    readonly SentimentIntensityAnalyzer: { polarity_scores(text: string): { readonly compound: number } };
  };
  export default vader;
}

import pMap from 'p-map';

/** Sends bodies to `url` over kept connections, at most `concurrency` at once. Throws on any answer but 200. */
export async function postBatches(
  url: string,
  bodies: readonly string[],
  options: { authorization: string; concurrency: number },
): Promise<{ seconds: number; millisecondsEach: number[] }> {
  const millisecondsEach: number[] = [];
  const started = performance.now();
  await pMap(
    bodies,
    async (body) => {
      const sent = performance.now();
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: options.authorization },
        body,
      });
      const text = await answer.text();
      if (answer.status !== 200) throw new Error(`Cannot post a batch: ${answer.status} ${text.slice(0, 200)}`);
      millisecondsEach.push(performance.now() - sent);
    },
    { concurrency: options.concurrency },
  );
  return { seconds: (performance.now() - started) / 1000, millisecondsEach };
}

/** The value below which a share of the numbers lies (nearest rank). */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

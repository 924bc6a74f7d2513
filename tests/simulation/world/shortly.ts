/** Longest text of a value in the trace. */
const longest = 200;

/** A value in few words, for the trace: blocks of bytes by their length. */
export function shortly(value: unknown): string {
  const text = JSON.stringify(value, (_, part: unknown) =>
    part instanceof Uint8Array ? `${part.length} bytes` : part instanceof Set ? [...part] : part,
  );
  if (text === undefined) return '';
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

/** Adds what came of something to the trace, once it is known. */
export function traceResult(trace: (line: string) => void, what: string, result: Promise<unknown>): void {
  result.then(
    (value) => trace(`${what} → ${shortly(value)}`),
    (error: unknown) => trace(`${what} → ${error instanceof Error ? error.message : shortly(error)}`),
  );
}

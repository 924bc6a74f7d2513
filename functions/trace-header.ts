/** Where an invocation stands in a trace, as Lambda tells it in `_X_AMZN_TRACE_ID`. */
export type TraceHeader = {
  readonly root: string;
  /** The segment that Lambda itself keeps of the invocation. */
  readonly parent: string;
  readonly isSampled: boolean;
  /** What else stands there, such as the lineage by which Lambda finds loops: handed on as it came. */
  readonly rest: readonly string[];
};

const own = ['root', 'parent', 'sampled', 'self'];
const rootPattern = /^1-[0-9a-f]{8}-[0-9a-f]{24}$/;
const parentPattern = /^[0-9a-f]{16}$/;
const longestRest = 256;

/**
 * Reads a trace header; null where it names no trace, as where only a root is passed through. Source: AWS X-Ray developer guide,
 * "Tracing header".
 */
export function parseTraceHeader(header: string | undefined): TraceHeader | null {
  const parts = (header ?? '').split(';').map((part) => part.trim());
  const keyOf = (part: string) => part.slice(0, part.indexOf('=')).toLowerCase();
  const partOf = (key: string) => {
    const part = parts.find((one) => keyOf(one) === key);
    return part === undefined ? '' : part.slice(part.indexOf('=') + 1);
  };
  const [root, parent] = [partOf('root'), partOf('parent')];
  if (!rootPattern.test(root) || !parentPattern.test(parent)) return null;
  const rest = parts.filter((part) => part.includes('=') && !own.includes(keyOf(part)));
  const isShort = rest.join(';').length <= longestRest;
  return { root, parent, isSampled: partOf('sampled') === '1', rest: isShort ? rest : [] };
}

/** The header for a call that an invocation makes, under the id by which the call is traced. */
export function callTraceHeader({ root, isSampled, rest }: TraceHeader, callId: string): string {
  return [`Root=${root}`, `Parent=${callId}`, `Sampled=${isSampled ? 1 : 0}`, ...rest].join(';');
}

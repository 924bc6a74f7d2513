import { isoSeconds } from './iso-seconds.ts';
import { isJsonObject } from './json-object.ts';
import { compileJsonPath } from './json-path.ts';

/** What a target receives: the event, a constant, a part of the event, or a template filled from it. */
export type TargetInput =
  | { readonly kind: 'event' }
  | { readonly kind: 'constant'; readonly json: string }
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'template'; readonly paths: Readonly<Record<string, string>>; readonly template: string };

/** The rule on whose behalf the event travels. */
export type RuleIdentity = { readonly name: string; readonly arn: string };

/** Gives the text for the target. `ingestedAtMs`: when the bus took the event, Unix milliseconds. */
export type InputBuilder = (event: unknown, ingestedAtMs: number) => string;

/** EventBridge takes at most 100 variables in InputPathsMap. */
const mostVariables = 100;

/**
 * Compiles a target's Input, InputPath or InputTransformer.
 * @throws Error for a constant that is not JSON, a path that cannot be read, or a variable that is not defined.
 */
export function compileTargetInput(input: TargetInput, rule: RuleIdentity): InputBuilder {
  switch (input.kind) {
    case 'event':
      return (event) => JSON.stringify(event);
    case 'constant': {
      requireJson(input.json);
      return () => input.json;
    }
    case 'path': {
      const read = compileJsonPath(input.path);
      return (event) => {
        const found = read(event);
        if (found === undefined) throw new Error(`Cannot build the input of ${rule.name}: nothing at ${input.path}`);
        return JSON.stringify(found);
      };
    }
    case 'template':
      return compileTemplate(input.paths, input.template, rule);
  }
}

function requireJson(text: string): void {
  try {
    JSON.parse(text);
  } catch {
    throw new Error(`Cannot compile target input: Input must be valid JSON, got ${text}`);
  }
}

type VariableReader = (event: unknown, ingestedAtMs: number) => unknown;

function predefinedVariables(rule: RuleIdentity): Map<string, VariableReader> {
  return new Map<string, VariableReader>([
    ['aws.events.rule-arn', () => rule.arn],
    ['aws.events.rule-name', () => rule.name],
    ['aws.events.event.ingestion-time', (_event, ingestedAtMs) => isoSeconds(ingestedAtMs)],
    ['aws.events.event.json', (event) => event],
    ['aws.events.event', withoutDetail],
  ]);
}

function withoutDetail(event: unknown): unknown {
  if (!isJsonObject(event)) return event;
  const { detail: _detail, ...rest } = event;
  return rest;
}

type Part = { readonly text: string; readonly read: VariableReader | null; readonly isQuoted: boolean };

function compileTemplate(paths: Readonly<Record<string, string>>, template: string, rule: RuleIdentity): InputBuilder {
  const variables = predefinedVariables(rule);
  const names = Object.keys(paths);
  if (names.length > mostVariables) {
    throw new Error(`Cannot compile input transformer: at most ${mostVariables} variables, got ${names.length}`);
  }
  for (const [name, path] of Object.entries(paths)) {
    if (/^aws\./i.test(name)) throw new Error(`Cannot compile input transformer: the name ${name} is reserved`);
    variables.set(name, compileJsonPath(path));
  }
  const parts = parseTemplate(template, variables);
  const isJson = isValidJson(
    parts.map((part) => (part.read === null ? part.text : part.isQuoted ? '' : 'null')).join(''),
  );
  return (event, ingestedAtMs) => {
    const text = parts.map((part) => fill(part, isJson, event, ingestedAtMs)).join('');
    return isJson ? minify(text, rule) : text;
  };
}

function parseTemplate(template: string, variables: ReadonlyMap<string, VariableReader>): Part[] {
  const parts: Part[] = [];
  let isQuoted = false;
  for (const piece of template.split(/(<[A-Za-z0-9_.-]+>)/)) {
    if (/^<.+>$/.test(piece)) {
      const read = variables.get(piece.slice(1, -1));
      if (read === undefined)
        throw new Error(`Cannot compile input transformer: no variable ${piece} in InputPathsMap`);
      parts.push({ text: piece, read, isQuoted });
    } else {
      parts.push({ text: piece, read: null, isQuoted });
      const quoteCount = piece.replaceAll(/\\./g, '').split('"').length - 1;
      if (quoteCount % 2 === 1) isQuoted = !isQuoted;
    }
  }
  return parts;
}

/**
 * In a string of the template a text goes in as it is: EventBridge does not escape what an input path extracts. Objects
 * and arrays are escaped there, since they hold quotes by nature. A path that leads nowhere gives an empty string.
 */
function fill(part: Part, isJson: boolean, event: unknown, ingestedAtMs: number): string {
  if (part.read === null) return part.text;
  const value = part.read(event, ingestedAtMs) ?? '';
  if (isJson && !part.isQuoted) return JSON.stringify(value);
  if (typeof value === 'string') return value;
  const json = JSON.stringify(value);
  return isJson ? JSON.stringify(json).slice(1, -1) : json;
}

function minify(text: string, rule: RuleIdentity): string {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    throw new Error(`Cannot build the input of ${rule.name}: the filled template is not valid JSON: ${text}`);
  }
}

function isValidJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

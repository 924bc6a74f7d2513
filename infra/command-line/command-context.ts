import { InvalidArgumentError } from 'commander';
import { tenantSchema } from '#contracts/identifier.ts';
import { printableJson, printableText } from './printable.ts';
import type { Terminal } from './terminal.ts';

/** What a command gets from the process that runs it. */
export type CommandContext = {
  readonly terminal: Terminal;
  /** Fires on Ctrl-C. */
  readonly signal: AbortSignal;
  /** The real clock. */
  readonly clock: () => number;
};

/** Options that every command which talks to a Holdfast takes. */
export type CommonOptions = { readonly stack?: string; readonly tenant?: string; readonly json?: boolean };

/** Prints a result: one JSON document, or text for people. */
export function printResult(
  context: CommandContext,
  asJson: boolean | undefined,
  result: unknown,
  text: () => string,
): void {
  context.terminal.result(asJson === true ? printableJson(JSON.stringify(result, null, 2)) : printableText(text()));
}

/** Reads a whole number of at least `least` from an option. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (/^\d+$/.test(text) && number >= least && number <= most) return number;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };
}

/** Reads the name of a tenant from an option. */
export function tenantName(text: string): string {
  const parsed = tenantSchema.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError(`It ${parsed.error.issues[0]?.message}.`);
}

export const stackOption = [
  '--stack <prefix>',
  'talk to the deployed stacks <prefix>Stateful and <prefix>Stateless; without it, to the local stack of npm start',
] as const;
export const tenantOption = ['--tenant <name>', 'the tenant (default on the local stack: its own)'] as const;
export const jsonOption = ['--json', 'print one JSON document'] as const;

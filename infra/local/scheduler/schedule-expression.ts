import { compileCron } from './cron-expression.ts';
import { createWallClock, type WallClock } from './wall-clock.ts';

/** A schedule expression, ready to be asked. All times are Unix milliseconds. */
export type CompiledSchedule = {
  readonly kind: 'rate' | 'cron' | 'at';
  /** The first time after `afterMs`, or null when there is none any more. Rates count from `anchorMs`. */
  readonly nextAfter: (afterMs: number, anchorMs: number) => number | null;
};

const unitMs: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * Compiles `rate(5 minutes)`, `cron(0 12 * * ? *)` or `at(2026-01-31T12:00:00)` in an IANA time zone (`UTC` for rules).
 * A rate of 1 may be written with either form of its unit, as Scheduler takes it.
 * @throws Error that names the expression and the reason.
 */
export function compileScheduleExpression(expression: string, timeZone: string): CompiledSchedule {
  try {
    return compile(expression, createWallClock(timeZone));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`Cannot read schedule expression ${expression}: ${reason}`, { cause: error });
  }
}

/**
 * The first time after `afterMs` that the expression names, or null when there is none; a rate counts from `afterMs`.
 * @throws Error that names the expression and the reason.
 */
export const nextOccurrence = (expression: string, afterMs: number, timeZone: string): number | null =>
  compileScheduleExpression(expression, timeZone).nextAfter(afterMs, afterMs);

function compile(expression: string, clock: WallClock): CompiledSchedule {
  const [, kind, content] = /^(rate|cron|at)\((.*)\)$/s.exec(expression.trim()) ?? [];
  if (kind === undefined || content === undefined) throw new Error('it must be rate(…), cron(…) or at(…)');
  if (kind === 'rate') return compileRate(content);
  if (kind === 'cron') return { kind, nextAfter: compileCron(content, clock) };
  return compileOneTime(content, clock);
}

function compileRate(content: string): CompiledSchedule {
  const [, countText, unit = '', plural] = /^\s*(\d+)\s+(minute|hour|day)(s?)\s*$/.exec(content) ?? [];
  const count = Number(countText);
  const intervalMs = count * (unitMs[unit] ?? Number.NaN);
  if (!(intervalMs > 0)) throw new Error('a rate is a number from 1 and minutes, hours or days');
  if (count > 1 && plural === '') throw new Error(`a rate of ${count} needs the unit ${unit}s`);
  return {
    kind: 'rate',
    nextAfter: (afterMs, anchorMs) => anchorMs + (Math.floor((afterMs - anchorMs) / intervalMs) + 1) * intervalMs,
  };
}

function compileOneTime(content: string, clock: WallClock): CompiledSchedule {
  const text = content.trim();
  const wallMs = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(text) ? Date.parse(`${text}Z`) : Number.NaN;
  // Date.parse turns 2026-02-30 into March.
  if (Number.isNaN(wallMs) || !new Date(wallMs).toISOString().startsWith(text)) {
    throw new Error('at takes a date and time as 2026-01-31T12:00:00');
  }
  const atMs = clock.toInstantMs(wallMs);
  return { kind: 'at', nextAfter: (afterMs) => (atMs !== null && atMs > afterMs ? atMs : null) };
}

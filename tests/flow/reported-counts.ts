import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { LocalHoldfast } from './local-holdfast.ts';

/** A line in CloudWatch's embedded metric format; a metric that was counted several times holds all its values. */
const metricLine = z.looseObject({ _aws: z.object({ CloudWatchMetrics: z.array(z.unknown()) }), service: z.string() });
const counted = z.union([z.number(), z.array(z.number())]);

function linesOf(directory: string): string[] {
  if (!existsSync(directory)) return [];
  const logs = readdirSync(directory).filter((name) => name.includes('.log'));
  return logs.flatMap((name) => readFileSync(join(directory, name), 'utf8').split('\n'));
}

/** The sums of what a function has reported by now, by metric; the log of a function is written a moment later. */
export function reportedCounts({ aws }: LocalHoldfast, service: string): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const line of linesOf(aws.logDirectory)) {
    if (!line.includes('"_aws"')) continue;
    const metrics = metricLine.parse(JSON.parse(line));
    if (metrics.service !== service) continue;
    for (const [name, value] of Object.entries(metrics)) {
      const values = counted.safeParse(value);
      if (!values.success) continue;
      const sum = [values.data].flat().reduce((total, one) => total + one, 0);
      sums[name] = (sums[name] ?? 0) + sum;
    }
  }
  return sums;
}

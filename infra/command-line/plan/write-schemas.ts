import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject } from '#contracts/json.ts';
import { eventSchema, planSchema, schemaNames } from '#domain/ingest/plan-schema.ts';
import { type PlannedEvent, plannedEvents, type TrackingPlan } from '#domain/ingest/tracking-plan.ts';
import { CommandError, messageOf } from '../command-error.ts';

/** Writes schemas into a directory, which is made if it is not there. Returns the paths, in order. */
async function writeAll(directory: string, schemas: readonly (readonly [string, JsonObject])[]): Promise<string[]> {
  try {
    await mkdir(directory, { recursive: true });
    const paths: string[] = [];
    for (const [name, schema] of schemas) {
      const path = join(directory, `${name}.schema.json`);
      await writeFile(path, `${JSON.stringify(schema, null, 2)}\n`);
      paths.push(path);
    }
    return paths;
  } catch (error) {
    throw new CommandError(`Cannot write the schemas to ${directory}: ${messageOf(error)}`);
  }
}

/** Writes one file for the event, or one for the plan and one for each of its events. Returns the paths. */
export function writeSchemas(plan: TrackingPlan, only: PlannedEvent | null, directory: string): Promise<string[]> {
  const names = schemaNames(plan);
  const events = only === null ? plannedEvents(plan) : [only];
  const schemas = events.map((event) => [names.get(event.name) ?? '', eventSchema(plan, event)] as const);
  const whole = only === null ? [['tracking-plan', planSchema(plan)] as const] : [];
  return writeAll(directory, [...whole, ...schemas]);
}

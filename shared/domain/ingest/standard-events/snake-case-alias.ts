import type { EventDeclaration } from '#domain/ingest/event-declaration.ts';

/** `Order Completed` → `order_completed`, as many services write it. */
function snakeCase(name: string): string {
  return name.toLowerCase().replaceAll(' ', '_');
}

/** The events, each known also under its name in lower case with underscores. */
export function withSnakeCaseAliases(events: readonly EventDeclaration[]): EventDeclaration[] {
  return events.map((event) => ({ ...event, aliases: [...event.aliases, snakeCase(event.name)] }));
}

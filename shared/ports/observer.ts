/** What the handlers report: counts for the operator's dashboards, and notes for whoever reads the logs. */
export interface Observer {
  count(name: string, value: number): void;
  note(message: string, details: Readonly<Record<string, unknown>>): void;
  warn(message: string, details: Readonly<Record<string, unknown>>): void;
}

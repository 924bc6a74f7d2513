/** What the events of an import are said to come from. */
export function importSource(mappingName: string): string {
  return `import/${mappingName}`;
}

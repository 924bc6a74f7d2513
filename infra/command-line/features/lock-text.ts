import type { Json } from '#contracts/json.ts';

/** The longest line of the project's formatter. */
const lineWidth = 120;

function isPlain(value: Json): boolean {
  return typeof value !== 'object' || value === null;
}

/** A value whose first line begins after `used` characters; `more` follow its end. */
function valueText(value: Json, indent: string, used: number, more: number): string {
  if (isPlain(value)) return JSON.stringify(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const line = `[${value.map((one) => JSON.stringify(one)).join(', ')}]`;
    if (value.every(isPlain) && used + line.length + more <= lineWidth) return line;
    const parts = value.map((one, index) => {
      return inner + valueText(one, inner, inner.length, index === value.length - 1 ? 0 : 1);
    });
    return `[\n${parts.join(',\n')}\n${indent}]`;
  }
  const entries = Object.entries(value ?? {});
  if (entries.length === 0) return '{}';
  const parts = entries.map(([name, one], index) => {
    const head = `${inner}${JSON.stringify(name)}: `;
    return head + valueText(one, inner, head.length, index === entries.length - 1 ? 0 : 1);
  });
  return `{\n${parts.join(',\n')}\n${indent}}`;
}

/** A document as JSON text in the form that the project's formatter gives it: so a file that is generated needs no formatting. */
export function lockText(document: Json): string {
  return `${valueText(document, '', 0, 0)}\n`;
}

const special = /[\\\t\n\r]/;
const names: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** Stands for a text that is not there; no text is written like it. */
const absent = '\\N';

/** Texts as one line without a line break. */
export function joinTexts(texts: readonly (string | null)[]): string {
  let line = '';
  for (const [index, text] of texts.entries()) {
    if (index > 0) line += '\t';
    if (text === null) line += absent;
    else line += special.test(text) ? text.replace(/[\\\t\n\r]/g, (one) => names[one] ?? one) : text;
  }
  return line;
}

function unescaped(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(/\\(.)/g, (_, one: string) =>
    one === 't' ? '\t' : one === 'n' ? '\n' : one === 'r' ? '\r' : one,
  );
}

/** What `joinTexts` joined. */
export function splitTexts(line: string): (string | null)[] {
  return line.split('\t').map((text) => (text === absent ? null : unescaped(text)));
}

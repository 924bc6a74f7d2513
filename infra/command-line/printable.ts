/** A colour of a terminal, or a control character other than the end of a line and the tabulator. */
const colourOrControl = /\p{Cc}\[[\d;]*m|[^\P{Cc}\n\t]/gu;

const isColour = (found: string) => found.length > 1 && found.startsWith('\u001b');

/**
 * Text that a terminal shows and does not obey: what anybody sent as a name or an id may hold its commands. Colours, which
 * do no harm, stay.
 */
export function printableText(text: string): string {
  return text.replaceAll(colourOrControl, (found) => (isColour(found) ? found : found.replace(/\p{Cc}/u, '\ufffd')));
}

/** The same for JSON, whose meaning stays: `JSON.stringify` escapes all control characters but those from 127 on. */
export function printableJson(json: string): string {
  return json.replaceAll(/[\u007f-\u009f]/g, (found) => `\\u00${found.charCodeAt(0).toString(16)}`);
}

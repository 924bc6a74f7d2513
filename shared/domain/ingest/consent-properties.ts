import type { Json, JsonObject } from '#contracts/json.ts';
import type { ConsentProperties } from './event-declaration.ts';
import { type PropertyType, plainType } from './property-type.ts';
import { text } from './property-types.ts';

/** The channel of an answer that names none: every kind of marketing. */
const anyChannel = 'marketing';

/** A channel such as `email`, `E-Mail` or `sms`. */
export function consentChannel(): PropertyType {
  return text({ longest: 30, pattern: /^[A-Za-z][A-Za-z _-]*$/ });
}

const answers = ['true', 'yes', 'y', '1', 'on', 'false', 'no', 'n', '0', 'off'];

/** Each letter in both cases, because JSON Schema has no flag for that. */
const inEitherCase = (word: string) => word.replace(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);
const answerSource = `^(?:${answers.map(inEitherCase).join('|')})$`;

/** A clear yes or no: a flag, 1 or 0, or a text such as `yes` or `off`. */
export function consentAnswer(): PropertyType {
  const pattern = new RegExp(answerSource, 'u');
  const schema: JsonObject = {
    anyOf: [{ type: 'boolean' }, { enum: [0, 1] }, { type: 'string', pattern: answerSource }],
  };
  return plainType('a clear yes or no', schema, (value) => {
    if (typeof value === 'string') return pattern.test(value);
    return typeof value === 'boolean' || value === 0 || value === 1;
  });
}

function channelOf(channel: ConsentProperties['channel'], properties: JsonObject): string {
  const told: Json = 'is' in channel ? channel.is : (properties[channel.property] ?? anyChannel);
  const letters = typeof told === 'string' ? told.toLowerCase().replace(/[^a-z]/g, '') : '';
  return letters === '' ? anyChannel : letters;
}

/**
 * The trait that an answer of the customer becomes: `{ emailConsent: false }`. Null where the event carries no answer.
 * What is told is passed on as it is, for whoever writes takes anything but a clear yes for a no.
 */
export function consentTrait(consent: ConsentProperties, properties: JsonObject): JsonObject | null {
  const { channel, granted } = consent;
  const answer = typeof granted === 'boolean' ? granted : properties[granted.property];
  return answer === undefined || answer === null ? null : { [`${channelOf(channel, properties)}Consent`]: answer };
}

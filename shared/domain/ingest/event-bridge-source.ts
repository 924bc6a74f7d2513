import { tenantSchema } from '#contracts/identifier.ts';
import { isJsonObject, type JsonObject } from '#contracts/json.ts';
import { compileEventBridgeMapping, type EventBridgeMapping } from './event-bridge-mapping.ts';

/** A rule on a bus of the operator, and what its events become. */
export type EventBridgeSource = {
  readonly name: string;
  /** The name or the ARN of the bus. */
  readonly bus: string;
  readonly tenant: string;
  /** The event pattern of the rule, as EventBridge has it. */
  readonly pattern: JsonObject;
  /** An event of the bus → an item of the Segment tracking specification. */
  readonly itemOf: (event: JsonObject) => JsonObject;
};

/** Also a part of the names that CloudFormation makes. */
const namePattern = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;
const busPattern = /^(?:[A-Za-z0-9._/-]{1,256}|arn:[^:]+:events:[^:]+:\d{12}:event-bus\/[A-Za-z0-9._/-]{1,256})$/;

/** Longest event pattern of a rule. Source: EventBridge user guide, "Amazon EventBridge quotas", event pattern size: 2,048. */
const maximumPatternLength = 2_048;

function problemOfPattern(pattern: JsonObject): string | null {
  const fields = Object.values(pattern);
  if (fields.length === 0) return 'is empty: it would let every event of the bus through';
  if (!fields.every((field) => isJsonObject(field) || (Array.isArray(field) && field.length > 0))) {
    return `must have a list or an object in each field: ${JSON.stringify(pattern)}`;
  }
  const { length } = JSON.stringify(pattern);
  return length > maximumPatternLength ? `has ${length} characters, EventBridge takes ${maximumPatternLength}` : null;
}

/**
 * Declares that events of an EventBridge bus are events of customers: a rule on that bus sends what the pattern matches to
 * the event queue, and the mapping makes events of it.
 *
 * @throws Error that names the source and what is wrong with it.
 */
export function eventBridgeSource(
  name: string,
  options: {
    /** The name or the ARN of a bus in the account and region of the deployment; `default` by default. */
    readonly bus?: string;
    readonly tenant: string;
    readonly pattern: JsonObject;
    readonly event: EventBridgeMapping;
  },
): EventBridgeSource {
  const { bus = 'default', tenant, pattern, event } = options;
  const refuse = (problem: string) => new Error(`Cannot declare the EventBridge source "${name}": ${problem}`);
  if (!namePattern.test(name)) throw refuse('the name must be 1 to 64 letters, digits, "-" or "_"');
  if (!busPattern.test(bus)) throw refuse(`bus must be the name or the ARN of an event bus, got ${bus}`);
  if (!tenantSchema.safeParse(tenant).success)
    throw refuse(`tenant must be 1 to 64 letters, digits, "-" or "_", got ${tenant}`);
  const problem = problemOfPattern(pattern);
  if (problem !== null) throw refuse(`pattern ${problem}`);
  try {
    return { name, bus, tenant, pattern, itemOf: compileEventBridgeMapping(event) };
  } catch (error) {
    throw refuse(`event.${error instanceof Error ? error.message : error}`);
  }
}

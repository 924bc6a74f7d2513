import type { Traits } from '#contracts/trait.ts';
import { consentTraits, refusalTraits } from '#domain/profile/decision-traits.ts';
import { textTrait } from '#domain/profile/merge-traits.ts';

/** Whether a customer may be written to, and where. */
export type EmailPermission =
  | { readonly kind: 'allowed'; readonly address: string }
  | { readonly kind: 'withheld'; readonly reason: string };

const clearYes = ['true', 'yes', 'y', '1', 'on'];
const clearNo = ['false', 'no', 'n', '0', 'off', ''];

/** Whether a trait is told, and with none of these answers. Services write the same answer as `true`, "True", "yes" or 1. */
function isToldOtherwise(traits: Traits, name: string, answers: readonly string[]): boolean {
  const value = traits[name]?.value ?? null;
  return value !== null && !(typeof value !== 'object' && answers.includes(String(value).trim().toLowerCase()));
}

/**
 * Decides from the traits that identify has told: without an address, or with a trait that can be read as a "no", nothing
 * is sent. Traits that nobody has told say nothing.
 */
export function mayEmail(traits: Traits): EmailPermission {
  const no =
    consentTraits.find((name) => isToldOtherwise(traits, name, clearYes)) ??
    refusalTraits.find((name) => isToldOtherwise(traits, name, clearNo));
  if (no !== undefined) return { kind: 'withheld', reason: `no consent: the trait "${no}" says so` };
  const address = textTrait(traits, 'email');
  if (address === null) return { kind: 'withheld', reason: 'no e-mail address: the trait "email" is not known' };
  if (!/^[^\s@<>,;]+@[^\s@<>,;]+$/.test(address)) {
    return { kind: 'withheld', reason: `the trait "email" is not an address: ${address.slice(0, 80)}` };
  }
  return { kind: 'allowed', address };
}

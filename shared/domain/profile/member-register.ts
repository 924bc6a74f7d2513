import type { AccountStanding, MemberCounts, MemberRegister } from '#contracts/relations.ts';
import { accountIdOf } from './customer-of.ts';
import type { RelationsAsked } from './relations-asked.ts';

/** What of a profile is told to others. */
type Standing = {
  readonly customerId: string;
  readonly version: number;
  readonly memberships: Readonly<Record<string, unknown>>;
};

/** How a member stands in the segments that accounts ask about; one without a profile is in none. */
export function registerOf(
  { ofMembers }: Pick<RelationsAsked, 'ofMembers'>,
  member: Omit<Standing, 'customerId'> | null,
): MemberRegister {
  const isIn = (segment: string) => member !== null && Object.hasOwn(member.memberships, segment);
  const segments = [...ofMembers].sort().map((segment) => [segment, isIn(segment)] as const);
  return { version: member?.version ?? 0, segments: Object.fromEntries(segments) };
}

/** How an account stands in the segments that rules for customers ask about. */
export function standingOf(
  { ofAccounts }: Pick<RelationsAsked, 'ofAccounts'>,
  { customerId, version, memberships }: Standing,
): AccountStanding {
  const segments = [...ofAccounts].sort().filter((segment) => Object.hasOwn(memberships, segment));
  return { accountId: accountIdOf(customerId), version, segments };
}

/**
 * Counts members by what they have registered (null: nothing yet), however many there are. A segment about which one of them says
 * nothing is left out: nobody knows how many are in it.
 */
export class MemberTally {
  readonly #segments: ReadonlyMap<string, { inIt: number; isKnown: boolean }>;
  #count = 0;

  constructor({ ofMembers }: Pick<RelationsAsked, 'ofMembers'>) {
    this.#segments = new Map([...ofMembers].sort().map((segment) => [segment, { inIt: 0, isKnown: true }]));
  }

  get count(): number {
    return this.#count;
  }

  add(register: MemberRegister | null): void {
    this.#count += 1;
    for (const [segment, tally] of this.#segments) {
      const isIn = register !== null && Object.hasOwn(register.segments, segment) ? register.segments[segment] : null;
      if (isIn === null) tally.isKnown = false;
      else if (isIn) tally.inIt += 1;
    }
  }

  counts(): MemberCounts {
    const known = [...this.#segments].filter(([, { isKnown }]) => isKnown);
    return { count: this.#count, inSegments: Object.fromEntries(known.map(([segment, { inIt }]) => [segment, inIt])) };
  }
}

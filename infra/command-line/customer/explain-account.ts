import type { Json } from '#contracts/json.ts';
import { isoTime } from '#contracts/time.ts';
import type { Traits } from '#contracts/trait.ts';
import { maximumMembers } from '#ports/profile-store.ts';
import { indented, section } from './text-lines.ts';

/** Everything that is stored about one account beside its profile. */
export type AccountFile = {
  readonly tenant: string;
  /** `account:ID` */
  readonly customerId: string;
  readonly traits: Traits;
  /** The users of the account (`loadMembers`). */
  readonly members: readonly string[];
};

/** What is known of an account beside its profile; with `--json`, the document on stdout, or the part `account` of it. */
export type AccountExplanation = {
  readonly tenant: string;
  readonly customerId: string;
  readonly traits: readonly { name: string; value: Json; told: string }[];
  readonly members: readonly string[];
  /** Whether there may be more members than are read. */
  readonly moreMembers: boolean;
};

/** Puts together what is known of an account beside its profile. */
export function explainAccount({ tenant, customerId, traits, members }: AccountFile): AccountExplanation {
  return {
    tenant,
    customerId,
    traits: Object.entries(traits).map(([name, { value, timeMs }]) => ({ name, value, told: isoTime(timeMs) })),
    members,
    moreMembers: members.length === maximumMembers,
  };
}

/** The same for people, for an account that has a profile besides. */
export function accountLines({ traits, members, moreMembers }: AccountExplanation): string[] {
  const many = moreMembers ? `the first ${members.length}` : String(members.length);
  const rows = traits.map(({ name, value, told }) => {
    return [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
      `told ${told.slice(0, 16).replace('T', ' ')}`,
    ];
  });
  return [
    ...section('Traits', indented(rows), 'none was told by a group event'),
    ...section(`Members (${many})`, indented(members.map((member) => [member])), 'none'),
    '',
    'Its members are customers of their own: holdfast why MEMBER',
  ];
}

/** The same for people, for an account without a profile: no event was counted for it, or none is counted for accounts. */
export function renderAccount(account: AccountExplanation): string {
  const { customerId, tenant } = account;
  return [`Account ${customerId} of ${tenant}: no event was counted for it yet`, ...accountLines(account)].join('\n');
}

import {
  activity,
  cancellation,
  invitation,
  login,
  occurrence,
  signup,
  trialEnd,
  trialStart,
} from '#domain/ingest/event-builders.ts';
import type { EventDeclaration } from '#domain/ingest/event-declaration.ts';
import { optional } from '#domain/ingest/property-declaration.ts';
import { text } from '#domain/ingest/property-types.ts';
import { time } from '#domain/ingest/time-type.ts';
import { withSnakeCaseAliases } from './snake-case-alias.ts';

const account = { account_name: optional(text()) };

const person = { username: optional(text()) };

const trial = {
  trial_start_date: optional(time()),
  trial_end_date: optional(time()),
  trial_plan_name: optional(text()),
};

/** The events of the Segment B2B SaaS specification. Nothing is refused. The account is named by `context.groupId`. */
export const saasEvents: readonly EventDeclaration[] = withSnakeCaseAliases([
  activity('Account Created', { properties: account }),
  cancellation('Account Deleted', { aliases: ['Account Closed'], properties: account }),
  occurrence('Account Added User', {
    description: 'Somebody was added to an account: often the doing of another, so no sign of life.',
    properties: { role: optional(text()) },
  }),
  occurrence('Account Removed User'),
  signup('Signed Up', {
    aliases: ['User Signed Up'],
    properties: {
      type: optional(text(), { description: 'How, such as invited or organic' }),
      first_name: optional(text()),
      last_name: optional(text()),
      email: optional(text()),
      phone: optional(text()),
      ...person,
      title: optional(text()),
    },
  }),
  login('Signed In', { aliases: ['User Signed In', 'Logged In'], properties: person }),
  activity('Signed Out', { aliases: ['User Signed Out', 'Logged Out'], properties: person }),
  invitation('Invite Sent', {
    aliases: ['Invitation Sent'],
    properties: {
      invitee_email: optional(text()),
      invitee_first_name: optional(text()),
      invitee_last_name: optional(text()),
      invitee_role: optional(text()),
    },
  }),
  trialStart('Trial Started', { properties: trial }),
  trialEnd('Trial Ended', { properties: trial }),
]);

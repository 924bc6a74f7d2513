import { activity, consentChange, occurrence } from '#domain/ingest/event-builders.ts';
import type { EventDeclaration } from '#domain/ingest/event-declaration.ts';
import { optional } from '#domain/ingest/property-declaration.ts';
import { identifier, text } from '#domain/ingest/property-types.ts';
import { withSnakeCaseAliases } from './snake-case-alias.ts';

const email = {
  email_id: optional(identifier()),
  email_subject: optional(text()),
  campaign_id: optional(identifier()),
  campaign_name: optional(text()),
};

const refusesEmail = { channel: { is: 'email' }, granted: false } as const;

/**
 * The events of the Segment e-mail specification, and those of its mobile one that no customer causes. What a mail
 * server or a device does is no sign of life; neither is an opened e-mail, for many programs open them by themselves.
 */
export const messagingEvents: readonly EventDeclaration[] = withSnakeCaseAliases([
  occurrence('Email Delivered', { properties: email }),
  occurrence('Email Bounced', { properties: email }),
  occurrence('Email Opened', { properties: email }),
  activity('Email Link Clicked', {
    properties: { ...email, link_id: optional(identifier()), link_url: optional(text()) },
  }),
  consentChange('Email Marked as Spam', { ...refusesEmail, properties: email }),
  consentChange('Unsubscribed', {
    ...refusesEmail,
    aliases: ['Email Unsubscribed'],
    properties: { ...email, list_id: optional(identifier()), list_name: optional(text()) },
  }),
  consentChange('Consent Changed', {
    description: 'The customer allowed or refused to be written to over a channel; without a channel, all marketing.',
    aliases: ['Consent Updated'],
    channel: { property: 'channel' },
    granted: { property: 'granted' },
  }),
  occurrence('Push Notification Received'),
  occurrence('Push Notification Bounced'),
  occurrence('Application Updated'),
  occurrence('Application Crashed'),
  occurrence('Application Uninstalled'),
]);

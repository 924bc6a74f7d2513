/** Traits that say whether the customer wants e-mails: anything but a clear yes is a no. */
export const consentTraits: readonly string[] = ['emailConsent', 'marketingConsent'];

/** Traits that say whether the customer wants none: anything but a clear no is a yes. */
export const refusalTraits: readonly string[] = ['unsubscribed', 'doNotContact'];

/** Traits that decisions read. They are kept before all others, whatever else a source tells. */
export const decisionTraits: ReadonlySet<string> = new Set([...consentTraits, ...refusalTraits, 'email', 'firstName']);

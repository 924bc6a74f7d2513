/**
 * The CDK context of a stack on this machine: the archive is written after a second, and not after minutes, for whoever
 * looks at it, or waits until everything is at rest.
 */
export const localContext = { archiveWindowSeconds: 1 } as const;

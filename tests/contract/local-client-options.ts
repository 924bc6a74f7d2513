/** How an AWS client reaches an engine on this machine: it answers at once or not at all, so nothing is tried twice. */
export function localClientOptions(endpoint: string) {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  return { endpoint, region: 'us-east-1', credentials, maxAttempts: 1 };
}

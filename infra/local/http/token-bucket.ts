/** API Gateway's throttling of a route: `burst` requests at once, refilled at `ratePerSecond`. */
export type ThrottlingLimits = { readonly burst: number; readonly ratePerSecond: number };

/**
 * A token bucket, full at the start. `elapsedMs` is a monotonic clock in real time: requests arrive in real time even
 * where the stack's clock runs fast. Gives false when the bucket is empty.
 */
export function createTokenBucket(limits: ThrottlingLimits, elapsedMs: () => number): () => boolean {
  let tokens = limits.burst;
  let lastMs = elapsedMs();
  return () => {
    const atMs = elapsedMs();
    tokens = Math.min(limits.burst, tokens + ((atMs - lastMs) * limits.ratePerSecond) / 1_000);
    lastMs = atMs;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}

type DirectDoor = typeof import('./decode-direct-message.ts');

let door: DirectDoor | null = null;

/**
 * What reads events that came to the queue by themselves. It is loaded when the first ones come: where all events come through the
 * HTTP API, never.
 */
export async function directDoor(): Promise<DirectDoor> {
  door ??= await import('./decode-direct-message.ts');
  return door;
}

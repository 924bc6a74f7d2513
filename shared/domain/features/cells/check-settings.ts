import { mostSettings } from '#domain/features/cell.ts';

/** Throws, as `problem` words it, unless something sets a value, and no more settings do than can be told apart. */
export function checkSettings(settings: readonly unknown[], problem: (reason: string) => Error): void {
  if (settings.length === 0) throw problem('no event sets it; name one with set(…)');
  if (settings.length <= mostSettings) return;
  throw problem(
    `${settings.length} settings set it, and only ${mostSettings} can be told apart where they set it at the same moment; ` +
      'name the events that set it to the same in one set(…)',
  );
}

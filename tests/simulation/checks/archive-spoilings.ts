import type { Evidence } from '../evidence.ts';
import { firstOf } from './spoilt-evidence.ts';

/** Something that is wrong with what a run left behind, and what the checks say of it. */
export type Spoiling = { readonly spoil: (evidence: Evidence) => Evidence; readonly finds: RegExp };

/** What can be wrong with the archive. */
export const archiveSpoilings: Readonly<Record<string, Spoiling>> = {
  'an event that counts and is not in the archive': {
    // Not some events alone: they may repeat what was stored before there was an archive.
    spoil: (evidence) => ({ ...evidence, archive: new Map() }),
    finds: /^archive: .* counts, and is not in the archive/,
  },
  'an archived event that counts nowhere': {
    spoil: (evidence) => {
      const [key, lines] = firstOf([...evidence.archive], () => true);
      const stranger = JSON.stringify({ ...JSON.parse(lines[0] ?? ''), id: 'stranger' });
      return { ...evidence, archive: new Map([...evidence.archive, [key, [...lines, stranger]]]) };
    },
    finds: /^archive: .*stranger is in the archive, and counts nowhere/,
  },
  'an archive that gives other states': {
    spoil: (evidence) => {
      const later = (line: string) => {
        const event = JSON.parse(line);
        return JSON.stringify({ ...event, timeMs: event.timeMs + 100 * 86_400_000 });
      };
      return { ...evidence, archive: new Map([...evidence.archive].map(([key, lines]) => [key, lines.map(later)])) };
    },
    finds: /^archive: .* folding the archive gives another state/,
  },
};

import type { SegmentDefinition } from '#contracts/segment-rule.ts';

/**
 * A move of customers that is worth telling of: who enters one of some segments, or leaves one of some, while being in
 * all of others. Of whoever leaves one segment for another, `leaves` and `enters` say both.
 */
export type Migration = {
  readonly name: string;
  readonly description: string;
  /** Segments of which one is entered; empty: none has to be. */
  readonly enters: readonly string[];
  /** Segments of which one is left; empty: none has to be. */
  readonly leaves: readonly string[];
  /** Segments in all of which the customer is, once the move is made. */
  readonly whileIn: readonly string[];
};

type Segments = SegmentDefinition | readonly SegmentDefinition[];

export type MigrationOptions = {
  readonly description: string;
  /** The segment that is entered; of several, one. */
  readonly enters?: Segments;
  /** The segment that is left; of several, one. */
  readonly leaves?: Segments;
  /** The segment that the customer is in, once the move is made; of several, all. */
  readonly whileIn?: Segments;
};

const namePattern = /^[a-z][a-z0-9-]{0,40}$/;

function namesOf(segments: Segments | undefined): string[] {
  if (segments === undefined) return [];
  return ('name' in segments ? [segments] : segments).map(({ name }) => name);
}

/**
 * Declares a migration. It is told on the bus as `Customer Migrated` when it happens live, with the yearly revenue that moved, and counted by
 * day. Throws, with the reason, if it cannot be declared so.
 */
export function migration(name: string, options: MigrationOptions): Migration {
  const refuse = (problem: string) => new Error(`Cannot declare the migration "${name}": ${problem}`);
  if (!namePattern.test(name)) throw refuse('its name must be lower-case words joined by "-"');
  if (options.description === '') throw refuse('describe it for whoever hears of it');
  const [enters, leaves, whileIn] = [namesOf(options.enters), namesOf(options.leaves), namesOf(options.whileIn)];
  if (enters.length + leaves.length === 0) throw refuse('say which segment is entered or left');
  const all = [...enters, ...leaves, ...whileIn];
  const twice = all.find((one, index) => all.indexOf(one) !== index);
  if (twice !== undefined) throw refuse(`"${twice}" stands twice`);
  return { name, description: options.description, enters, leaves, whileIn };
}

/** A migration as an English sentence. */
export function migrationSentence({ enters, leaves, whileIn }: Migration): string {
  const oneOf = (verb: string, names: readonly string[]) =>
    names.length === 0 ? [] : [`${verb} ${names.map((name) => `"${name}"`).join(' or ')}`];
  const move = [...oneOf('leaves', leaves), ...oneOf('enters', enters)].join(' and ');
  return whileIn.length === 0 ? move : `${move} while in ${whileIn.map((name) => `"${name}"`).join(' and ')}`;
}

/** Throws, naming the culprit, if a migration refers to what is not declared, or to customers and accounts together. */
export function refuseMigrations(
  migrations: readonly Migration[],
  segments: ReadonlyMap<string, SegmentDefinition>,
): void {
  for (const { name, enters, leaves, whileIn } of migrations) {
    const refuse = (problem: string) => new Error(`Cannot declare the migration "${name}": ${problem}`);
    const all = [...enters, ...leaves, ...whileIn].map((one) => {
      const segment = segments.get(one);
      if (segment === undefined) throw refuse(`the segment "${one}" is not among the declared ones`);
      return segment;
    });
    if (new Set(all.map(({ subject }) => subject)).size > 1)
      throw refuse('some of its segments are of customers, others of accounts');
  }
}

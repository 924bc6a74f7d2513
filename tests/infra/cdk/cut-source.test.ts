import { describe, expect, test } from 'vitest';
import { cutSource } from '#infra/bundling/cut-source.ts';

const cuts = [{ what: 'the bark', pattern: /bark\((\w+)\)/g, replacement: (_: string, name: string) => `no ${name}` }];

describe('cutSource', () => {
  test('cutSource replaces every place, and gives the replacement the name that it found', () => {
    expect(cutSource('bark(rex); bark(bella)', 'dog.js', cuts, 'dogs.ts')).toBe('no rex; no bella');
  });

  test('cutSource refuses a source that lacks what is to be cut, and names the file to adapt', () => {
    expect(() => cutSource('meow()', 'cat.js', cuts, 'dogs.ts')).toThrow(
      'Cannot cut the bark out of cat.js: it is written otherwise now; adapt dogs.ts',
    );
  });
});

import * as fc from 'fast-check';

/** Tenants that are prefixes of each other, and others. */
export const tenants = fc.oneof(
  fc.constantFrom('t', 't-', 't_', 't-1', 't-11', 'T'),
  fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/),
);

/** Customer ids that could be taken for separators, prefixes, keys of other kinds, or another customer's. */
export const customerIds = fc.oneof(
  fc.constantFrom(
    '1',
    '11',
    '1|1',
    '|',
    '||',
    '#',
    '1#',
    'profile',
    'run#1',
    'page#0',
    'customer|t|1',
    't|1',
    ' ',
    '\n',
  ),
  fc.constantFrom(
    'é',
    'e\u0301',
    'ß',
    '\u{1F980}',
    '\uFB01',
    '\uFFFF',
    '\u0000',
    '%',
    '/',
    '..',
    '__proto__',
    'constructor',
  ),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }),
);

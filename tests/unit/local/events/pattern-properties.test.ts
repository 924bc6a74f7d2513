import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compilePattern } from '#infra/local/events/pattern.ts';
import { EventPatternError } from '#infra/local/events/pattern-error.ts';

const number = fc.double({ noNaN: true, noDefaultInfinity: true });
const scalar = fc.oneof(fc.string(), number, fc.boolean(), fc.constant(null));
const fieldName = fc.string({ minLength: 1 }).filter((name) => name !== '$or' && name !== '__proto__');
type Tree = string | number | boolean | null | { [name: string]: Tree };
const { event } = fc.letrec<{ event: { [name: string]: Tree }; node: Tree }>((tie) => ({
  node: fc.oneof({ maxDepth: 3 }, scalar, tie('event')),
  event: fc.dictionary(fieldName, tie('node'), { minKeys: 1, maxKeys: 4 }),
}));

const patternOf = (tree: { [name: string]: Tree }): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(tree).map(([name, value]) => [
      name,
      typeof value === 'object' && value !== null ? patternOf(value) : [value],
    ]),
  );

test('compilePattern matches each event with the pattern that is derived from it', () => {
  fc.assert(
    fc.property(event, (tree) => {
      expect(compilePattern(patternOf(tree))(tree)).toBe(true);
    }),
  );
});

test('compilePattern still matches when an event has more fields than the pattern', () => {
  fc.assert(
    fc.property(event, scalar, (tree, more) => {
      const matches = compilePattern(patternOf(tree));
      expect(matches({ ...tree, 'a field that no pattern names': more })).toBe(true);
    }),
  );
});

test('compilePattern makes anything-but the negation where the field is present', () => {
  const excluded = fc.oneof(
    fc.string().map((value) => [value, value] as const),
    fc.array(fc.string(), { minLength: 1 }).map((values) => [values, ...values] as const),
    fc
      .array(fc.double({ min: -5e9, max: 5e9, noNaN: true }), { minLength: 1 })
      .map((values) => [values, ...values] as const),
  );
  fc.assert(
    fc.property(excluded, scalar, ([operand, ...values], value) => {
      const negated = compilePattern({ a: [{ 'anything-but': operand }] });
      expect(negated({ a: value })).toBe(!compilePattern({ a: values })({ a: value }));
      expect(negated({})).toBe(false);
    }),
  );
});

test('compilePattern makes anything-but of a text operator its negation on texts', () => {
  const operator = fc.constantFrom('prefix', 'suffix', 'equals-ignore-case');
  fc.assert(
    fc.property(operator, fc.string({ minLength: 1, maxLength: 2 }), fc.string(), (name, operand, text) => {
      const negated = compilePattern({ a: [{ 'anything-but': { [name]: operand } }] });
      expect(negated({ a: text })).toBe(!compilePattern({ a: [{ [name]: operand }] })({ a: text }));
    }),
  );
});

test('compilePattern decides wildcards as a regular expression does', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 });
  const wildcard = fc
    .string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 6 })
    .filter((text) => !text.includes('**'));
  fc.assert(
    fc.property(wildcard, letters, (pattern, text) => {
      const expected = new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(text);
      expect(compilePattern({ a: [{ wildcard: pattern }] })({ a: text })).toBe(expected);
    }),
  );
});

test('compilePattern finds exactly the addresses below the mask of an IPv4 range', () => {
  const address = fc.tuple(...Array.from({ length: 4 }, () => fc.integer({ min: 0, max: 255 })));
  const asNumber = (parts: readonly number[]) => parts.reduce((sum, part) => sum * 256 + part, 0);
  fc.assert(
    fc.property(address, address, fc.integer({ min: 0, max: 31 }), (base, other, mask) => {
      const size = 2 ** (32 - mask);
      const expected = Math.floor(asNumber(base) / size) === Math.floor(asNumber(other) / size);
      expect(compilePattern({ a: [{ cidr: `${base.join('.')}/${mask}` }] })({ a: other.join('.') })).toBe(expected);
    }),
  );
});

test('compilePattern never accepts garbage silently: it compiles, or throws an EventPatternError', () => {
  const operatorName = fc.constantFrom('prefix', 'numeric', 'anything-but', 'exists', 'cidr', 'wildcard', 'suffix');
  const garbage = fc.oneof(
    fc.anything(),
    fc.record({ a: fc.array(fc.oneof(fc.anything(), fc.dictionary(operatorName, fc.anything()))) }),
  );
  fc.assert(
    fc.property(garbage, fc.anything(), (pattern, value) => {
      let matches: (value: unknown) => boolean;
      try {
        matches = compilePattern(pattern);
      } catch (error) {
        expect(error).toBeInstanceOf(EventPatternError);
        return;
      }
      expect(typeof matches(value)).toBe('boolean');
    }),
    { numRuns: 1_000 },
  );
});

test('compilePattern makes $or the disjunction of its choices', () => {
  fc.assert(
    fc.property(fc.array(event, { minLength: 2, maxLength: 4 }), event, (choices, tree) => {
      const patterns = choices.map(patternOf);
      const expected = patterns.some((pattern) => compilePattern(pattern)(tree));
      fc.pre(!patterns.some((pattern) => Object.keys(pattern).some((name) => /^[<>=]/.test(name))));
      expect(compilePattern({ $or: patterns })(tree)).toBe(expected);
    }),
  );
});

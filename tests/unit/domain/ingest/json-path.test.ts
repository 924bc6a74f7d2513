import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '#contracts/json.ts';
import { parseJsonPath, valueAtPath } from '#domain/ingest/json-path.ts';

const value = { 'detail-type': 't', detail: { 'customer id': 'ada', items: [{ sku: 'a' }, { sku: 'b' }], länge: 3 } };
const at = (path: string, json: Json = value) => valueAtPath(json, parseJsonPath(path));

describe('valueAtPath', () => {
  test.each([
    ['$', value],
    ['$.detail-type', 't'],
    ["$.detail['customer id']", 'ada'],
    ['$.detail.items[1].sku', 'b'],
    ["$['detail']['items'][0]['sku']", 'a'],
    ['$.detail.länge', 3],
  ])('valueAtPath finds what is at %s', (path, expected) => {
    expect(at(path)).toEqual(expected);
  });

  test.each([
    '$.none',
    '$.none.more',
    '$.detail.items[2]',
    '$.detail.items.sku',
    '$.detail[0]',
    '$.detail.items.length',
  ])('valueAtPath finds nothing at %s', (path) => {
    expect(at(path)).toBeUndefined();
  });

  test.each(['$.constructor', '$.__proto__', "$['toString']", '$.detail.items.length'])(
    'valueAtPath does not find what every object has: %s',
    (path) => {
      expect(at(path)).toBeUndefined();
    },
  );

  test('valueAtPath finds every member by its quoted name', () => {
    const name = fc.string({ minLength: 1 }).filter((text) => !/['\\]/.test(text));
    fc.assert(
      fc.property(name, fc.jsonValue(), (member, inside) => {
        const json: Json = JSON.parse(JSON.stringify({ [member]: inside }));
        expect(at(`$['${member}']`, json)).toEqual(JSON.parse(JSON.stringify(inside)));
      }),
    );
  });
});

describe('parseJsonPath', () => {
  test.each(['', 'detail', '$detail', '$.', '$..a', '$.a.', '$.*', '$[*]', '$[-1]', "$['a", '$.a b', '$[99999999999]'])(
    'parseJsonPath refuses %j and says what it takes',
    (path) => {
      expect(() => parseJsonPath(path)).toThrow(`Cannot read the path ${path}: use $, .name`);
    },
  );
});

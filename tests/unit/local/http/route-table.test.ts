import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileRoutes } from '#infra/local/http/route-table.ts';

const table = (...keys: string[]) => compileRoutes(new Map(keys.map((key) => [key, key])));

describe('compileRoutes', () => {
  const find = table(
    '$default',
    'ANY /{proxy+}',
    'GET /pets/{proxy+}',
    'GET /pets/dog/{id}',
    'GET /pets/dog/1',
    'ANY /pets/cat',
    'POST /pets/{kind}',
    'GET /',
  );

  test.each([
    ['GET', '/pets/dog/1', 'GET /pets/dog/1', null],
    ['GET', '/pets/dog/2', 'GET /pets/dog/{id}', { id: '2' }],
    ['GET', '/pets/cat/1', 'GET /pets/{proxy+}', { proxy: 'cat/1' }],
    ['GET', '/pets/dog/2/x', 'GET /pets/{proxy+}', { proxy: 'dog/2/x' }],
    ['POST', '/test/5', 'ANY /{proxy+}', { proxy: 'test/5' }],
    ['POST', '/pets/dog/1', 'ANY /{proxy+}', { proxy: 'pets/dog/1' }],
    ['POST', '/pets/cat', 'ANY /pets/cat', null],
    ['POST', '/pets/a%20b', 'POST /pets/{kind}', { kind: 'a b' }],
    ['POST', '/pets/a%2Fb', 'POST /pets/{kind}', { kind: 'a/b' }],
    ['POST', '/pets/100%', 'POST /pets/{kind}', { kind: '100%' }],
    ['POST', '/pets/', 'ANY /{proxy+}', { proxy: 'pets/' }],
    ['GET', '/', 'GET /', null],
    ['POST', '/', '$default', null],
  ])('compileRoutes sends %s %s to %s', (method, path, routeKey, pathParameters) => {
    expect(find(method, path)).toMatchObject({ routeKey, handler: routeKey, pathParameters });
  });

  test('compileRoutes finds nothing without $default', () => {
    const strict = table('POST /v1/batch', 'GET /v1/{id}');
    expect([strict('GET', '/v1/batch/x'), strict('POST', '/v1/other'), strict('POST', '/v1/batch/')]).toEqual([
      null,
      null,
      null,
    ]);
  });

  test('compileRoutes does not depend on the order of the routes', () => {
    const keys = ['$default', 'ANY /{proxy+}', 'GET /a/{b}', 'ANY /a/{b}', 'GET /a/b', 'GET /{a}/b', 'GET /a/{b}/{c+}'];
    const path = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 4 }).map((parts) => `/${parts.join('/')}`);
    fc.assert(
      fc.property(
        fc.shuffledSubarray(keys, { minLength: keys.length }),
        path,
        fc.constantFrom('GET', 'POST'),
        (shuffled, at, method) => {
          expect(table(...shuffled)(method, at)?.routeKey).toBe(table(...keys)(method, at)?.routeKey);
        },
      ),
    );
  });

  test.each([
    ['FETCH /a', 'use METHOD /path or $default, got FETCH /a'],
    ['GET a', 'use METHOD /path or $default, got GET a'],
    ['GET /{proxy+}/a', 'a greedy variable stands at the end'],
    ['GET /a{b}', 'a variable takes a whole segment'],
  ])('compileRoutes refuses the route key %s', (key, message) => {
    expect(() => table(key)).toThrow(message);
  });

  test('compileRoutes refuses routes that differ in the name of a variable only', () => {
    expect(() => table('GET /a/{b}', 'GET /a/{c}')).toThrow('GET /a/{c} and GET /a/{b} match the same requests');
  });
});

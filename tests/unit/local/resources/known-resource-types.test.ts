import { loadAwsServiceSpec } from '@aws-cdk/aws-service-spec';
import { beforeAll, describe, expect, test } from 'vitest';
import { knownResourceTypes } from '#infra/local/resources/known-resource-types.ts';

const types = [...knownResourceTypes.values()];
const specification = new Map<string, ReadonlySet<string>>();

beforeAll(async () => {
  const database = await loadAwsServiceSpec();
  for (const resource of database.all('resource')) {
    specification.set(resource.cloudFormationType, new Set(Object.keys(resource.properties)));
  }
}, 60_000);

describe('knownResourceTypes', () => {
  test.each(types.filter(({ type }) => type !== 'AWS::CDK::Metadata'))(
    '$type names only properties that AWS has too',
    ({ type, propertyNames }) => {
      const names = specification.get(type);
      expect(names, `AWS knows ${type}`).toBeDefined();
      expect(propertyNames.filter((name) => names?.has(name) !== true)).toEqual([]);
    },
  );

  test('knownResourceTypes has each type once', () => {
    expect(knownResourceTypes.size).toBe(types.length);
    expect(new Set(types.map(({ type }) => type)).size).toBe(types.length);
  });
});

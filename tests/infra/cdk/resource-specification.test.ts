import { loadAwsServiceSpec } from '@aws-cdk/aws-service-spec';
import { beforeAll, describe, expect, test } from 'vitest';
import { checkAgainstSpecification, type SpecDatabase } from './specification-check.ts';
import { type SynthesizedApp, synthesizeWithPlaceholders } from './synthesized-app.ts';

let app: SynthesizedApp;
let database: SpecDatabase;
beforeAll(async () => {
  [app, database] = await Promise.all([synthesizeWithPlaceholders(), loadAwsServiceSpec()]);
});

describe('checkAgainstSpecification', () => {
  test('checkAgainstSpecification finds every property of both templates in the resource specification of AWS', () => {
    const resources = [app.stateful, app.stateless].flatMap((template) => Object.entries(template.Resources));
    expect(resources.length).toBeGreaterThan(80);
    const problems = resources.flatMap(([id, { Type, Properties }]) =>
      checkAgainstSpecification(database, Type, Properties).map((problem) => `${id}: ${problem}`),
    );
    expect(problems).toEqual([]);
  });

  test.each([
    ['AWS::SQS::Queue', { VisibilityTimeOut: 30 }, 'AWS::SQS::Queue.VisibilityTimeOut: no such property'],
    [
      'AWS::Lambda::EventSourceMapping',
      { FunctionName: 'profile', ScalingConfig: { MaxConcurrency: 2 } },
      'AWS::Lambda::EventSourceMapping.ScalingConfig.MaxConcurrency: no such property',
    ],
    [
      'AWS::Lambda::EventSourceMapping',
      { FunctionName: 'announce', FilterCriteria: { Filters: [{ Patern: '{}' }] } },
      'AWS::Lambda::EventSourceMapping.FilterCriteria.Filters[0].Patern: no such property',
    ],
    ['AWS::DynamoDB::Table', { AttributeDefinitions: [] }, 'AWS::DynamoDB::Table.KeySchema: is required'],
    ['AWS::SQS::Queues', {}, 'AWS::SQS::Queues: no such resource type'],
    [
      'AWS::Lambda::Function',
      { Code: {}, Role: 'r', Timeout: { seconds: 3 } },
      'AWS::Lambda::Function.Timeout: must be a integer',
    ],
  ])('checkAgainstSpecification reports what is wrong with a planted %s', (type, properties, problem) => {
    expect(checkAgainstSpecification(database, type, properties)).toContain(problem);
  });
});

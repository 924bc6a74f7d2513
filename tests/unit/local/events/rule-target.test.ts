import { expect, test } from 'vitest';
import { parseRuleTarget } from '#infra/local/events/rule-target.ts';

test('parseRuleTarget reads the properties of AWS::Events::Rule', () => {
  const target = parseRuleTarget(
    {
      Id: 'Target0',
      Arn: 'arn:aws:sqs:us-east-1:000000000000:orders.fifo',
      InputTransformer: { InputPathsMap: { a: '$.detail.a' }, InputTemplate: '{"a": <a>}' },
      SqsParameters: { MessageGroupId: 'one' },
      RetryPolicy: { MaximumRetryAttempts: '2', MaximumEventAgeInSeconds: 60 },
      DeadLetterConfig: { Arn: 'arn:aws:sqs:us-east-1:000000000000:dead' },
    },
    'rule Orders',
  );
  expect(target).toEqual({
    id: 'Target0',
    arn: 'arn:aws:sqs:us-east-1:000000000000:orders.fifo',
    input: { kind: 'template', paths: { a: '$.detail.a' }, template: '{"a": <a>}' },
    messageGroupId: 'one',
    retryPolicy: { maximumRetryAttempts: 2, maximumEventAgeSeconds: 60 },
    deadLetterArn: 'arn:aws:sqs:us-east-1:000000000000:dead',
  });
});

test('parseRuleTarget gives a plain target the local retry policy and the whole event', () => {
  expect(parseRuleTarget({ Id: 'T', Arn: 'arn:q' }, 'rule R')).toEqual({
    id: 'T',
    arn: 'arn:q',
    input: { kind: 'event' },
    messageGroupId: null,
    retryPolicy: { maximumRetryAttempts: 4, maximumEventAgeSeconds: 86_400 },
    deadLetterArn: null,
  });
});

test.each([
  ['a property that is not known', { Id: 'T', Arn: 'arn:q', EcsParameters: {} }, 'EcsParameters'],
  ['no ARN', { Id: 'T' }, 'Arn'],
  ['too many retries', { Id: 'T', Arn: 'arn:q', RetryPolicy: { MaximumRetryAttempts: 186 } }, 'MaximumRetryAttempts'],
  [
    'two inputs',
    { Id: 'T', Arn: 'arn:q', Input: '1', InputPath: '$' },
    'only one of Input, InputPath and InputTransformer',
  ],
])('parseRuleTarget refuses %s by name', (_name, properties, message) => {
  expect(() => parseRuleTarget(properties, 'rule R')).toThrow(/^Cannot read a target of rule R: /);
  expect(() => parseRuleTarget(properties, 'rule R')).toThrow(message);
});

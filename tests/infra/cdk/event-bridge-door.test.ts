import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { eventBridgeSource } from '#domain/ingest/event-bridge-source.ts';
import { defaultStackPrefix, deploymentNames } from '#infra/deployment-names.ts';
import { synthesizeTo } from '#infra/holdfast-app.ts';
import { resourceName } from './resource-name.ts';
import { readAssembly, resourcesOfType, type SynthesizedApp, withPlaceholderFunctions } from './synthesized-app.ts';

const pattern = { source: ['com.example.orders'], 'detail-type': [{ prefix: 'Order ' }], detail: { test: [false] } };
const event = { userId: '$.detail.customer.id' };
const orders = eventBridgeSource('orders', { tenant: 'shop', pattern, event });
const otherBus = 'arn:aws:events:us-east-1:111122223333:event-bus/crm';
const tickets = eventBridgeSource('tickets', { bus: otherBus, tenant: 'shop', pattern: { source: ['crm'] }, event });

const targetSchema = z.object({
  Arn: z.unknown(),
  DeadLetterConfig: z.object({ Arn: z.unknown() }),
  InputTransformer: z.strictObject({ InputTemplate: z.string() }),
});
const statementSchema = z.looseObject({ Action: z.union([z.string(), z.array(z.string())]), Condition: z.unknown() });
const policySchema = z.object({
  Queues: z.array(z.unknown()),
  PolicyDocument: z.object({ Statement: z.array(statementSchema) }),
});

const directory = mkdtempSync(join(tmpdir(), 'holdfast-doors-'));
let app: SynthesizedApp;
beforeAll(async () => {
  await withPlaceholderFunctions((entryDirectory) =>
    synthesizeTo(directory, { entryDirectory, sources: [orders, tickets] }),
  );
  app = readAssembly(directory);
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function ruleOf(name: string) {
  const found = [...resourcesOfType(app.stateful, 'AWS::Events::Rule')].find(([id]) => id.includes(name));
  if (found === undefined) throw new Error(`Cannot test: there is no rule of ${name}`);
  const [id, { Properties }] = found;
  return { id, properties: Properties, target: z.tuple([targetSchema]).parse(Properties['Targets'])[0] };
}

describe('EventBridgeDoor', () => {
  test('EventBridgeDoor makes a rule on the bus of each source, with its pattern as it is written', () => {
    expect(ruleOf('orders').properties).toMatchObject({ EventBusName: 'default', EventPattern: pattern });
    expect(ruleOf('tickets').properties).toMatchObject({ EventBusName: otherBus, EventPattern: { source: ['crm'] } });
  });

  test('EventBridgeDoor sends the whole event to the event queue, with tenant and source, failures to their own queue', () => {
    const { target } = ruleOf('orders');
    expect(resourceName(app, target.Arn)).toBe('EventQueue');
    expect(resourceName(app, target.DeadLetterConfig.Arn)).toBe('RuleFailureQueue');
    expect(target.InputTransformer.InputTemplate).toBe(
      '{"kind":"eventbridge","schemaVersion":1,"tenant":"shop","source":"orders","event":<aws.events.event.json>}',
    );
  });

  test.each(['EventQueue', 'RuleFailureQueue'])(
    'EventBridgeDoor lets its rule, and no other, send to the %s',
    (queue) => {
      const policies = [...resourcesOfType(app.stateful, 'AWS::SQS::QueuePolicy').values()]
        .map(({ Properties }) => policySchema.parse(Properties))
        .filter(({ Queues }) => Queues.some((one) => resourceName(app, one) === queue));
      const statements = policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
      for (const name of ['orders', 'tickets']) {
        const condition = { ArnEquals: { 'aws:SourceArn': { 'Fn::GetAtt': [ruleOf(name).id, 'Arn'] } } };
        const own = statements.filter((statement) => isDeepStrictEqual(statement.Condition, condition));
        expect(own).toMatchObject([{ Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' } }]);
        expect([own[0]?.Action].flat()).toContain('sqs:SendMessage');
      }
    },
  );

  test('EventBridgeDoor refuses the bus of Holdfast itself', async () => {
    const bus = deploymentNames(defaultStackPrefix).eventBus;
    const own = eventBridgeSource('own', { bus, tenant: 'shop', pattern, event });
    const synthesis = withPlaceholderFunctions((entryDirectory) =>
      synthesizeTo(join(directory, 'own'), { entryDirectory, sources: [own] }),
    );
    await expect(synthesis).rejects.toThrow(`Cannot listen to the bus ${bus}`);
  });

  test('EventBridgeDoor is not made where no source is declared', async () => {
    const without = join(directory, 'without');
    await withPlaceholderFunctions((entryDirectory) => synthesizeTo(without, { entryDirectory, sources: [] }));
    expect(resourcesOfType(readAssembly(without).stateful, 'AWS::Events::Rule').size).toBe(1);
  });
});

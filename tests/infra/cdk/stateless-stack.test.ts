import { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { functionLimits } from '#infra/function-limits.ts';
import { compileFilters, filterCriteriaSchema } from '#infra/local/event-sources/filter-criteria.ts';
import { resourceName } from './resource-name.ts';
import { resourcesOfType, type SynthesizedApp, synthesizeWithPlaceholders } from './synthesized-app.ts';

const functionSchema = z.looseObject({
  Environment: z.object({
    Variables: z.looseObject({
      POWERTOOLS_SERVICE_NAME: z.enum([
        'ingest',
        'profile',
        'archive',
        'announce',
        'wake',
        'playbooks',
        'deliver',
        'survey',
      ]),
    }),
  }),
  LoggingConfig: z.object({ LogGroup: z.unknown() }),
});

let app: SynthesizedApp;
let template: Template;
beforeAll(async () => {
  app = await synthesizeWithPlaceholders({ logLevel: 'DEBUG', senderAddress: 'care@shop.example' });
  template = Template.fromJSON(JSON.parse(app.texts[1] ?? ''));
});

function functions() {
  return [...resourcesOfType(app.stateless, 'AWS::Lambda::Function').values()].map(({ Properties }) => {
    const properties = functionSchema.parse(Properties);
    return { name: properties.Environment.Variables.POWERTOOLS_SERVICE_NAME, properties };
  });
}

/** The environment of each function, with short names in place of references. */
function environments() {
  return Object.fromEntries(
    functions().map(({ name, properties }) => [
      name,
      Object.fromEntries(
        Object.entries(properties.Environment.Variables).map(([key, value]) => [key, resourceName(app, value)]),
      ),
    ]),
  );
}

describe('HoldfastFunction', () => {
  test('HoldfastFunction runs every function on nodejs24.x and arm64, traced, with the limits written down', () => {
    expect(
      functions()
        .map(({ name }) => name)
        .sort(),
    ).toEqual(Object.keys(functionLimits).sort());
    for (const { name, properties } of functions()) {
      expect(properties).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        Handler: 'index.handler',
        TracingConfig: { Mode: 'Active' },
        Timeout: functionLimits[name].timeoutSeconds,
        MemorySize: functionLimits[name].memoryMegabytes,
      });
    }
  });

  test('HoldfastFunction gives every function a log of its own that ends after 30 days', () => {
    const logs = new Set(functions().map(({ properties }) => resourceName(app, properties.LoggingConfig.LogGroup)));
    expect(logs.size).toBe(8);
    for (const group of resourcesOfType(app.stateless, 'AWS::Logs::LogGroup').values()) {
      expect(group.Properties['RetentionInDays']).toBe(30);
    }
  });

  test('HoldfastFunction tells each function what it needs to know and no more', () => {
    const common = (name: string) => ({
      POWERTOOLS_SERVICE_NAME: name,
      POWERTOOLS_METRICS_NAMESPACE: 'Holdfast',
      LOG_LEVEL: 'DEBUG',
      NODE_OPTIONS: '--enable-source-maps',
    });
    const CUSTOMER_TABLE_NAME = 'CustomerTable';
    const LEDGER_TABLE_NAME = 'LedgerTable';
    const EVENT_QUEUE_URL = 'EventQueue';
    expect(environments()).toEqual({
      ingest: { ...common('ingest'), SOURCE_TABLE_NAME: 'SourceTable', EVENT_QUEUE_URL, LEDGER_TABLE_NAME },
      profile: {
        ...common('profile'),
        ARCHIVE_QUEUE_URL: 'ArchiveQueue',
        CUSTOMER_TABLE_NAME,
        EVENT_QUEUE_URL,
        LEDGER_TABLE_NAME,
      },
      archive: { ...common('archive'), ARCHIVE_BUCKET_NAME: 'EventArchiveBucket' },
      announce: {
        ...common('announce'),
        CUSTOMER_TABLE_NAME,
        EVENT_BUS_NAME: 'EventBus',
        EVENT_QUEUE_URL,
        LEDGER_TABLE_NAME,
      },
      wake: { ...common('wake'), CUSTOMER_TABLE_NAME, EVENT_QUEUE_URL, PLAYBOOK_QUEUE_URL: 'PlaybookQueue' },
      playbooks: {
        ...common('playbooks'),
        CUSTOMER_TABLE_NAME,
        LEDGER_TABLE_NAME,
        DELIVERY_QUEUE_URL: 'DeliveryQueue',
      },
      deliver: { ...common('deliver'), CUSTOMER_TABLE_NAME, LEDGER_TABLE_NAME, SENDER_ADDRESS: 'care@shop.example' },
      survey: {
        ...common('survey'),
        CUSTOMER_TABLE_NAME,
        EVENT_QUEUE_URL,
        LEDGER_TABLE_NAME,
        EVENT_BUS_NAME: 'EventBus',
        SURVEY_EVERY_HOURS: '24',
      },
    });
  });
});

describe('QueueConsumption', () => {
  test.each([
    ['EventQueue', 10, 50, 0],
    ['ArchiveQueue', 1_000, 5, 300],
    ['PlaybookQueue', 10, 10, 0],
    ['DeliveryQueue', 5, 5, 0],
  ])(
    'QueueConsumption takes %s in batches of %d, at most %d at once, gathered for %d s, and reports single failures',
    (queue, batch, most, windowSeconds) => {
      const mapping = [...resourcesOfType(app.stateless, 'AWS::Lambda::EventSourceMapping').values()].find(
        ({ Properties }) => resourceName(app, Properties['EventSourceArn']) === queue,
      );
      expect(mapping?.Properties).toMatchObject({
        BatchSize: batch,
        MaximumBatchingWindowInSeconds: windowSeconds,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        ScalingConfig: { MaximumConcurrency: most },
      });
    },
  );
});

describe('TransitionStream', () => {
  function streamFilters() {
    const filters = z.object({ FilterCriteria: filterCriteriaSchema });
    const all = [...resourcesOfType(app.stateless, 'AWS::Lambda::EventSourceMapping').values()];
    return all.flatMap(({ Properties }) => filters.safeParse(Properties).data?.FilterCriteria.Filters ?? []);
  }

  test('TransitionStream hands over profiles with an outbox only, bisects, tries for as long as the stream remembers but an hour, and keeps what failed', () => {
    const mapping = [...resourcesOfType(app.stateless, 'AWS::Lambda::EventSourceMapping').values()].find(
      ({ Properties }) => resourceName(app, Properties['EventSourceArn']) === 'CustomerTable.StreamArn',
    );
    const { FilterCriteria, DestinationConfig, ...rest } = z
      .looseObject({
        FilterCriteria: z.object({ Filters: z.array(z.object({ Pattern: z.string() })) }),
        DestinationConfig: z.object({ OnFailure: z.object({ Destination: z.unknown() }) }),
      })
      .parse(mapping?.Properties);
    expect(rest).toMatchObject({
      BatchSize: 100,
      MaximumBatchingWindowInSeconds: 0,
      StartingPosition: 'TRIM_HORIZON',
      ParallelizationFactor: 4,
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: -1,
      MaximumRecordAgeInSeconds: 23 * 3600,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
    expect(resourceName(app, DestinationConfig.OnFailure.Destination)).toBe('AnnounceFailureQueue');
    const announcing = (outbox: object) => ({
      eventName: ['INSERT', 'MODIFY'],
      dynamodb: { NewImage: { sk: { S: ['profile'] }, ...outbox } },
    });
    expect(FilterCriteria.Filters.map(({ Pattern }) => JSON.parse(Pattern))).toEqual([
      announcing({ outboxVersion: { N: [{ exists: true }] } }),
    ]);
  });

  test('TransitionStream lets through what profiles announce, in the layout of today and in the one before, and no more', () => {
    const passes = compileFilters({ Filters: streamFilters() });
    const written = (image: object) => ({ eventName: 'MODIFY', dynamodb: { NewImage: image } });
    const profile = { pk: { S: 'shop|ada' }, sk: { S: 'profile' }, version: { N: '7' } };
    expect(passes(written({ ...profile, body: { B: 'Ag==' }, outboxVersion: { N: '7' }, outbox: { B: 'Ag==' } }))).toBe(
      true,
    );
    expect(passes(written({ ...profile, state: { B: 'AQ==' }, outboxVersion: { N: '7' }, outbox: { S: '[]' } }))).toBe(
      true,
    );
    expect(passes(written({ ...profile, body: { B: 'Ag==' } }))).toBe(false);
    expect(passes(written({ ...profile, sk: { S: 'run#win-back#1' }, outboxVersion: { N: '7' } }))).toBe(false);
    expect(passes({ ...written({ ...profile, outboxVersion: { N: '7' } }), eventName: 'REMOVE' })).toBe(false);
  });

  test('TransitionStream is deployed before the function that writes what it lets through', () => {
    const [streamId] =
      [...resourcesOfType(app.stateless, 'AWS::Lambda::EventSourceMapping')].find(
        ([, { Properties }]) => resourceName(app, Properties['EventSourceArn']) === 'CustomerTable.StreamArn',
      ) ?? [];
    const writers = [...resourcesOfType(app.stateless, 'AWS::Lambda::Function')].filter(([, { DependsOn }]) =>
      DependsOn.includes(streamId ?? 'none'),
    );
    expect(writers.map(([id]) => resourceName(app, { Ref: id }))).toEqual(['ProfileFunction']);
  });
});

describe('TickSchedule', () => {
  test.each([
    ['Wake', 'rate(1 minute)', 60],
    ['Survey', 'rate(15 minutes)', 900],
  ])(
    'TickSchedule starts %s at a %s, keeps failed ticks, and never runs two at once',
    (name, expression, ageSeconds) => {
      const schedules = [...resourcesOfType(app.stateless, 'AWS::Scheduler::Schedule').values()];
      const schedule = schedules.find(({ Properties }) => Properties['ScheduleExpression'] === expression);
      const target = z
        .looseObject({ Arn: z.unknown(), DeadLetterConfig: z.object({ Arn: z.unknown() }), RetryPolicy: z.unknown() })
        .parse(schedule?.Properties['Target']);
      expect(schedule?.Properties['State']).toBe('ENABLED');
      expect(target.RetryPolicy).toEqual({ MaximumEventAgeInSeconds: ageSeconds, MaximumRetryAttempts: 2 });
      expect(resourceName(app, target.Arn)).toBe(`${name}Function`);
      expect(resourceName(app, target.DeadLetterConfig.Arn)).toBe(`${name}FailureQueue`);
      const invocations = [...resourcesOfType(app.stateless, 'AWS::Lambda::EventInvokeConfig').values()].map(
        ({ Properties }) => [resourceName(app, Properties['FunctionName']), Properties] as const,
      );
      expect(Object.fromEntries(invocations)[`${name}Function`]).toMatchObject({
        MaximumEventAgeInSeconds: ageSeconds,
        MaximumRetryAttempts: 0,
      });
      template.hasResourceProperties('AWS::Lambda::Function', {
        Environment: { Variables: { POWERTOOLS_SERVICE_NAME: name.toLowerCase() } },
        ReservedConcurrentExecutions: 1,
      });
    },
  );
});

describe('StatelessStack', () => {
  test('StatelessStack bounds every entry: a throttle, a maximum or a reserved concurrency, or the shards of a stream', () => {
    const bounded = new Set<string>();
    for (const { Properties } of resourcesOfType(app.stateless, 'AWS::Lambda::EventSourceMapping').values()) {
      if (Properties['ScalingConfig'] !== undefined || Properties['ParallelizationFactor'] !== undefined) {
        bounded.add(resourceName(app, Properties['FunctionName']));
      }
    }
    for (const [id, { Properties }] of resourcesOfType(app.stateless, 'AWS::Lambda::Function')) {
      if (Properties['ReservedConcurrentExecutions'] === 1) bounded.add(resourceName(app, { Ref: id }));
    }
    for (const { Properties } of resourcesOfType(app.stateless, 'AWS::Lambda::Permission').values()) {
      // API Gateway invokes; its stage is throttled as the test above says.
      if (Properties['Principal'] === 'apigateway.amazonaws.com') {
        bounded.add(resourceName(app, Properties['FunctionName']));
      }
    }
    expect([...bounded].sort()).toEqual([
      'AnnounceFunction',
      'ArchiveFunction',
      'DeliverFunction',
      'IngestFunction',
      'PlaybooksFunction',
      'ProfileFunction',
      'SurveyFunction',
      'WakeFunction',
    ]);
  });
});

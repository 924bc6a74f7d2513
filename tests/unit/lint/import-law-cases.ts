const contractsLaw = 'Import law: shared/contracts imports nothing of ours but contracts.';
const domainLaw = 'Import law: shared/domain imports only contracts (and is pure: no AWS, no input or output).';
const portsLaw = 'Import law: shared/ports imports only contracts and domain.';
const adaptersLaw = 'Import law: shared/adapters imports contracts, domain and ports.';
const functionsLaw = 'Import law: functions never import infra.';
const handlerLaw = 'Import law: handlers see domain, ports and contracts; only index.ts builds adapters.';
const retentionLaw = 'Import law: retention/ imports only the builders that the domain offers.';

/** Folder → the law of its files → what they must not import. */
export const forbidden: readonly [folder: string, file: string, law: string, modules: readonly string[]][] = [
  [
    'shared/contracts',
    'planted.ts',
    contractsLaw,
    ['#domain/a.ts', '#ports/a.ts', '../domain/a.ts', '../../infra/a.ts', '@aws-sdk/client-sqs', 'node:fs'],
  ],
  [
    'shared/domain',
    'planted.ts',
    domainLaw,
    [
      '#adapters/aws/a.ts',
      '#ports/a.ts',
      '#retention/a.ts',
      '../adapters/aws/a.ts',
      '@aws-sdk/client-sqs',
      'aws-cdk-lib',
      'node:fs',
      'node:fs/promises',
      'cli-progress',
    ],
  ],
  [
    'shared/domain/profile',
    'planted.ts',
    domainLaw,
    ['../../adapters/aws/a.ts', './../../adapters/a.ts', '../../../functions/a.ts'],
  ],
  [
    'shared/ports',
    'planted.ts',
    portsLaw,
    ['#adapters/a.ts', '../adapters/a.ts', '#functions/a.ts', '@aws-sdk/client-sqs', '@middy/core'],
  ],
  [
    'shared/adapters/aws',
    'planted.ts',
    adaptersLaw,
    ['#functions/a.ts', '#retention/a.ts', '#infra/a.ts', '../../../functions/a.ts'],
  ],
  ['functions/planted', 'index.ts', functionsLaw, ['#infra/a.ts', '../../infra/a.ts']],
  ['functions', 'planted.ts', functionsLaw, ['#infra/a.ts', '../infra/a.ts']],
  [
    'functions/planted',
    'handler.ts',
    handlerLaw,
    [
      '#adapters/a.ts',
      '../../shared/adapters/a.ts',
      '#retention/a.ts',
      '../../retention/a.ts',
      '#infra/a.ts',
      '../../infra/a.ts',
      '@aws-sdk/client-sqs',
      '@middy/core',
      '@aws-lambda-powertools/logger',
      './index.ts',
    ],
  ],
  [
    'retention',
    'planted.ts',
    retentionLaw,
    [
      '#adapters/a.ts',
      '#contracts/a.ts',
      '#infra/a.ts',
      '../shared/domain/a.ts',
      '../shared/adapters/a.ts',
      '@aws-sdk/client-sqs',
      'node:fs',
      'zod',
    ],
  ],
  ['retention/templates', 'planted.ts', retentionLaw, ['../../shared/adapters/aws/a.ts']],
];

export const allowed: readonly [folder: string, file: string, modules: readonly string[]][] = [
  ['shared/contracts', 'planted.ts', ['./time.ts', '#contracts/a.ts', 'zod']],
  [
    'shared/domain/profile',
    'planted.ts',
    ['#contracts/a.ts', '#domain/ingest/a.ts', './a.ts', 'zod', 'liquidjs', 'ml-kmeans'],
  ],
  ['shared/ports', 'planted.ts', ['#contracts/a.ts', '#domain/a.ts', './a.ts']],
  [
    'shared/adapters/aws',
    'planted.ts',
    ['#contracts/a.ts', '#domain/a.ts', '#ports/a.ts', './a.ts', '../page.ts', '@aws-sdk/client-sqs', 'node:crypto'],
  ],
  [
    'functions/planted',
    'handler.ts',
    ['#contracts/a.ts', '#domain/a.ts', '#ports/a.ts', './decide.ts', '../each-message.ts', 'zod', 'p-map'],
  ],
  [
    'functions/planted',
    'index.ts',
    ['#adapters/a.ts', '#retention/a.ts', './handler.ts', '@aws-sdk/client-sqs', '@middy/core'],
  ],
  ['retention', 'planted.ts', ['#domain/segments/rule-builders.ts', './features.ts']],
];

/** Expressions that read the world, with a part of what the linter says. */
export const impure: readonly [expression: string, said: string][] = [
  ['Date.now()', 'take the time as a parameter'],
  ['Date.now', 'take the time as a parameter'],
  ['new Date()', 'take the time as a parameter'],
  ['new Date', 'take the time as a parameter'],
  ['Date()', 'the global variable Date'],
  ['globalThis.Date.now()', 'the global variable globalThis'],
  ['performance.now()', 'take the time as a parameter'],
  ['Math.random()', 'take chance as a parameter'],
  ['Math.random', 'take chance as a parameter'],
  ['crypto.randomUUID()', 'take identity as a parameter'],
  ['process.env', 'the global variable process'],
  ['fetch("http://localhost")', 'the global variable fetch'],
  ['setTimeout(() => 1, 1)', 'the global variable setTimeout'],
  ['console.log(1)', 'the global variable console'],
  ['Promise.resolve(1).then((one) => one)', 'The domain never awaits'],
];

export const statements: readonly [content: string, said: string][] = [
  ['export async function a(b: Promise<string>) { return await b; }', 'The domain never awaits'],
  [
    'export async function a(b: AsyncIterable<string>) { for await (const c of b) { use(c); } }\nconst use = (c: string) => c;',
    'The domain never awaits',
  ],
  ['export async function a(b: string) { return b; }', 'lacks an'],
  ["import { randomUUID } from 'node:crypto';\nexport const a = () => randomUUID();", 'it takes hash alone'],
  ["export { a } from '#adapters/a.ts';", domainLaw],
  ["export * from '#adapters/a.ts';", domainLaw],
  ["export const a = () => import('#adapters/a.ts');", domainLaw],
  ["import type { A } from '#adapters/a.ts';\nexport type B = A;", domainLaw],
];

export const pure = [
  "import { hash } from 'node:crypto';\nexport const a = (text: string) => hash('sha256', text, 'hex');",
  'export const a = (nowMs: number) => Math.floor(nowMs / 86_400_000);',
];

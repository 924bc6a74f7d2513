import { section } from '../customer/text-lines.ts';
import { wrappedRows } from '../wrapped-rows.ts';
import { lockFile } from './open-lock.ts';
import type { CellChange, DefinitionChange, PlannedChanges, StateSize } from './plan-changes.ts';
import { type DeploymentPlan, deploymentLines } from './plan-deployment.ts';

/** All that `features plan` has to say. */
export type FeaturePlan = PlannedChanges & {
  /** Whether the lock was written. */
  readonly isWritten: boolean;
  /** Whether the lock has all that is declared. */
  readonly isUpToDate: boolean;
  /** What filling the profiles of a deployment takes; null where none was asked. */
  readonly deployment: DeploymentPlan | null;
};

function versionText({ change, version, lockedVersion }: DefinitionChange): string {
  return change === 'changed' ? `v${lockedVersion} → v${version}` : `v${version}`;
}

function definitionRow(one: DefinitionChange): string[] {
  const { change, name, forOthers, sentence } = one;
  if (change === 'gone') return [`  ${name}`, versionText(one), forOthers];
  return [`  ${change}`, name, versionText(one), forOthers, sentence];
}

/** What the few words about those who are there already stand for. */
function legend(changes: readonly DefinitionChange[]): string[] {
  const isSaid = (words: string) => changes.some(({ forOthers }) => forOthers.includes(words));
  const meanings = [
    ['at once', 'it reads what profiles keep already, so it is right for everybody as soon as it is deployed'],
    [
      'filled',
      'profiles of before lack what it needs until "features backfill"; new customers have it from the beginning',
    ],
    ['enter silently', 'who meets it already enters as history, on which no playbook acts'],
    ['are announced', 'who meets it already enters like anybody else, and playbooks act'],
  ] as const;
  return wrappedRows(meanings.filter(([words]) => isSaid(words)).map(([words, text]) => [`  ${words}:`, text]));
}

function cellRow({ change, number, subject, bytes, keeps }: CellChange): string[] {
  return [`  ${change}`, `#${number}`, subject, `${bytes} bytes`, keeps];
}

function sizeRow({ subject, before, after, itemBytes, budgetBytes, writeUnits }: StateSize): string[] {
  const grown = after === before ? `${after} bytes` : `${before} → ${after} bytes`;
  return [
    `  busy ${subject}`,
    `state ${grown}`,
    `item ${itemBytes.toLocaleString('en')} of ${budgetBytes.toLocaleString('en')} bytes`,
    `${writeUnits} write unit${writeUnits === 1 ? '' : 's'} a write`,
  ];
}

function nextLines({ isWritten, isUpToDate, definitions, cells, deployment }: FeaturePlan): string[] {
  const needsFilling = cells.some(({ change }) => change === 'comes');
  if (isUpToDate && !isWritten) {
    const lacks = deployment !== null && deployment.survey.incomplete > 0;
    return lacks
      ? ['  npm run -s holdfast -- features backfill    fills what profiles lack from the archive']
      : definitions.length === 0
        ? ['  nothing: what is declared is what the lock has']
        : ['  nothing: the lock has all that is declared'];
  }
  const write = isWritten
    ? []
    : [['  npm run -s holdfast -- features plan --write', `lists it in ${lockFile}; commit that file`]];
  const deploy = [['  npx cdk deploy --all', 'new customers have it from then on, others as said above']];
  const fill = needsFilling
    ? [
        [
          '  npm run -s holdfast -- features backfill',
          'fills the profiles of before from the archive, while events keep coming',
        ],
      ]
    : [];
  return wrappedRows([...write, ...deploy, ...fill]);
}

/** The plan for people. */
export function renderFeaturePlan(plan: FeaturePlan): string {
  const { definitions, cells, sizes, isWritten, isUpToDate, deployment } = plan;
  const changes = definitions.filter(({ change }) => change !== 'gone');
  const gone = definitions.filter(({ change }) => change === 'gone');
  const ofKind = (what: DefinitionChange['what']) => changes.filter((one) => one.what === what);
  const headline = isWritten
    ? `Wrote ${lockFile}.`
    : isUpToDate
      ? `${lockFile} has all that retention/ declares.`
      : `retention/ declares what ${lockFile} does not have yet.`;
  return [
    headline,
    ...section('Features', wrappedRows(ofKind('feature').map(definitionRow)), 'none is new or changed'),
    ...section('Segments', wrappedRows(ofKind('segment').map(definitionRow)), 'none is new or changed'),
    ...(changes.length === 0 ? [] : ['', ...legend(changes)]),
    ...(gone.length === 0
      ? []
      : section('In the lock, and not declared any more', wrappedRows(gone.map(definitionRow)), '')),
    ...section('What profiles keep', wrappedRows(cells.map(cellRow)), 'nothing comes or goes'),
    ...section('Size', wrappedRows(sizes.map(sizeRow)), ''),
    ...section('Filling what is stored', deployment === null ? [] : deploymentLines(deployment), noDeployment),
    ...section('Next', nextLines(plan), ''),
  ].join('\n');
}

const noDeployment =
  'no Holdfast was asked: with npm start running, or with --stack PREFIX, this says what it takes and costs';

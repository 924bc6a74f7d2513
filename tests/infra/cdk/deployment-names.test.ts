import { beforeAll, describe, expect, test } from 'vitest';
import { deploymentNames } from '#infra/deployment-names.ts';
import { resourcesOfType, type SynthesizedApp, synthesizeWithPlaceholders } from './synthesized-app.ts';

/** Their names need not differ: an API goes by its id, a stage lies in its API, an inline policy in its role. */
const sharesNamesFreely = new Set(['AWS::ApiGatewayV2::Api', 'AWS::ApiGatewayV2::Stage', 'AWS::IAM::Policy']);

let lasting: SynthesizedApp;
let trial: SynthesizedApp;
beforeAll(async () => {
  lasting = await synthesizeWithPlaceholders();
  trial = await synthesizeWithPlaceholders({ stackPrefix: 'Trial', ephemeral: 'true' });
});

/** Each name that is written in a template instead of being made up by AWS, exports included. */
function chosenNames(app: SynthesizedApp): string[] {
  return [app.stateful, app.stateless].flatMap((template) => [
    ...Object.values(template.Resources).flatMap(({ Type, Properties }) =>
      ['Name', `${Type.split('::').at(-1)}Name`]
        .filter((property) => Properties[property] !== undefined && !sharesNamesFreely.has(Type))
        .map((property) => `${Type} ${JSON.stringify(Properties[property])}`),
    ),
    ...Object.values(template.Outputs).flatMap(({ Export }) => (Export.Name === '' ? [] : [`export ${Export.Name}`])),
  ]);
}

function ownNamespaces(app: SynthesizedApp): string[] {
  const namespaces = [...resourcesOfType(app.stateless, 'AWS::CloudWatch::Alarm').values()].map(({ Properties }) =>
    String(Properties['Namespace']),
  );
  return [...new Set(namespaces)].filter((namespace) => !namespace.startsWith('AWS/'));
}

describe('deploymentNames', () => {
  test('deploymentNames keeps the names of the default deployment', () => {
    expect(deploymentNames('Holdfast')).toEqual({
      statefulStack: 'HoldfastStateful',
      statelessStack: 'HoldfastStateless',
      eventBus: 'holdfast',
      archiveDatabase: 'holdfast_archive',
      metricNamespace: 'Holdfast',
    });
    expect(chosenNames(lasting)).toContain('AWS::Events::EventBus "holdfast"');
  });

  test('deploymentNames shares no name between prefixes, however alike they are', () => {
    const prefixes = ['Holdfast', 'holdfast', 'Trial', 'trial', 'TrialStateful', 'Stateful'];
    const names = prefixes.flatMap((prefix) => Object.values(deploymentNames(prefix)));
    // Within the default deployment, bus and namespace differ in their capitals only; they are names of different things.
    expect(new Set(names).size).toBe(names.length);
  });

  test('deploymentNames lets two deployments stand side by side without one name in common', () => {
    expect(chosenNames(trial)).toContain('AWS::Events::EventBus "holdfast-Trial"');
    expect(chosenNames(trial)).toHaveLength(chosenNames(lasting).length);
    expect(chosenNames(trial).filter((name) => chosenNames(lasting).includes(name))).toEqual([]);
  });

  test('deploymentNames keeps apart what two deployments count, so that neither wakes the operators of the other', () => {
    expect(ownNamespaces(lasting)).toEqual(['Holdfast']);
    expect(ownNamespaces(trial)).toEqual(['Holdfast/Trial']);
    expect(trial.texts[1]).toContain('"POWERTOOLS_METRICS_NAMESPACE": "Holdfast/Trial"');
    expect(trial.texts[1]).not.toContain('"POWERTOOLS_METRICS_NAMESPACE": "Holdfast"');
  });

  test('deploymentNames lets a throw-away deployment be made without touching the protection of the lasting one', () => {
    const policies = (app: SynthesizedApp) =>
      new Set([...resourcesOfType(app.stateful, 'AWS::DynamoDB::Table').values()].map((table) => table.DeletionPolicy));
    expect([...policies(lasting)]).toEqual(['Retain']);
    expect([...policies(trial)]).toEqual(['Delete']);
    for (const text of trial.texts) expect(text).not.toMatch(/Holdfast(Stateful|Stateless)/);
  });
});

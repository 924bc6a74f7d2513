import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dependencyOrder } from '#infra/local/template/dependency-order.ts';
import { referencedNames } from '#infra/local/template/references.ts';

// Keeps CloudFormation's placeholders apart from those of JavaScript.
const d = '$';

test('dependencyOrder puts each name after those that it depends on, and keeps the order otherwise', () => {
  const dependencies = new Map([
    ['rule', new Set(['bus', 'queue'])],
    ['queue', new Set(['failures'])],
    ['bus', new Set<string>()],
    ['failures', new Set(['AWS::Region'])],
  ]);
  expect(dependencyOrder(dependencies, 'resources')).toEqual(['bus', 'failures', 'queue', 'rule']);
});

test('dependencyOrder shows the circle when there is one', () => {
  const circle = new Map([
    ['a', new Set(['b'])],
    ['b', new Set(['c'])],
    ['c', new Set(['b'])],
  ]);
  expect(() => dependencyOrder(circle, 'resources of Shop')).toThrow(
    'Cannot order the resources of Shop: they depend on each other in a circle: b → c → b',
  );
});

test('dependencyOrder holds for every graph without circles', () => {
  const graphs = fc.array(fc.array(fc.nat(30), { maxLength: 5 }), { maxLength: 30 });
  fc.assert(
    fc.property(graphs, (graph) => {
      // Edges to smaller numbers alone cannot make a circle.
      const dependencies = new Map(
        graph.map((targets, node) => [String(node), new Set(targets.filter((target) => target < node).map(String))]),
      );
      const order = dependencyOrder(new Map([...dependencies].reverse()), 'nodes');
      expect(order.toSorted()).toEqual([...dependencies.keys()].toSorted());
      for (const [node, targets] of dependencies) {
        for (const target of targets) expect(order.indexOf(target)).toBeLessThan(order.indexOf(node));
      }
    }),
  );
});

test('referencedNames finds names in Ref, Fn::GetAtt and Fn::Sub, but not the own variables of Fn::Sub', () => {
  const value = {
    a: [{ Ref: 'Queue' }, { 'Fn::GetAtt': ['Table', 'Arn'] }, { 'Fn::GetAtt': 'Bus.Arn' }],
    b: {
      'Fn::Sub': [
        `${d}{Own}-${d}{Key.Arn}-${d}{!Literal}`,
        { Own: { 'Fn::If': ['Is', { Ref: 'Yes' }, { Ref: 'No' }] } },
      ],
    },
  };
  expect([...referencedNames(value)].toSorted()).toEqual(['Bus', 'Key', 'No', 'Queue', 'Table', 'Yes']);
});

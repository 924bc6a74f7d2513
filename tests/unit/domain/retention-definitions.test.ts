import { describe, expect, test } from 'vitest';
import { playbook } from '#domain/playbooks/playbook.ts';
import { defineRetention } from '#domain/retention-definitions.ts';
import { all, atLeast, lessThan, not, segment } from '#domain/segments/rule-builders.ts';
import { exampleRisk, orders, quietDays, spent } from './example-definitions.ts';
import { examplePlan } from './example-event.ts';
import { quiet, rich, declared as steps, template, winBack } from './playbooks/playing.ts';

const nothing = { plan: examplePlan, features: [], risk: exampleRisk, segments: [], playbooks: [], templates: [] };
const whole = { ...nothing, features: [orders], segments: [quiet, rich], playbooks: [winBack], templates: [template] };

describe('defineRetention', () => {
  test('defineRetention puts the declarations together, and finds them by name', () => {
    const definitions = defineRetention(whole);
    expect(definitions.features.get('orders')?.definition).toBe(orders);
    expect(definitions.templates.get('hello')).toBe(template);
    expect(definitions.segments.map((one) => one.definition.name)).toEqual(['quiet', 'rich']);
  });

  test.each([
    ['feature', { features: [orders, orders] }, 'the feature "orders" twice'],
    ['segment', { segments: [quiet, quiet] }, 'the segment "quiet" twice'],
    ['playbook', { playbooks: [winBack, winBack] }, 'the playbook "win-back" twice'],
    ['template', { templates: [template, template] }, 'the template "hello" twice'],
  ])('defineRetention refuses a %s that is declared twice', (_what, change, problem) => {
    expect(() => defineRetention({ ...whole, ...change })).toThrow(`Cannot declare ${problem}`);
  });

  test('defineRetention keeps the names of retired segments, and refuses one that is declared as well', () => {
    expect(defineRetention({ ...whole, retiredSegments: ['once'] }).retiredSegments).toEqual(new Set(['once']));
    const both = () => defineRetention({ ...whole, retiredSegments: ['rich'] });
    expect(both).toThrow('Cannot retire the segment "rich": it is declared as well');
  });

  test('defineRetention refuses a rule over a feature that is not declared, however deep it lies', () => {
    const rule = all(atLeast(orders, 1), not(all(lessThan(spent, 3), lessThan(quietDays, 3))));
    const deep = segment('deep', { version: 1, description: 'Deep.', rule });
    const declare = () => defineRetention({ ...nothing, features: [orders, quietDays], segments: [deep] });
    expect(declare).toThrow('Cannot declare the segment "deep": the feature "spent" is not declared');
  });

  test('defineRetention refuses a playbook over segments and templates that are not declared', () => {
    const problem = 'Cannot declare the playbook "win-back": ';
    expect(() => defineRetention({ ...whole, segments: [rich] })).toThrow(
      `${problem}the segment "quiet" is not declared`,
    );
    expect(() => defineRetention({ ...whole, segments: [quiet] })).toThrow(
      `${problem}the segment "rich" is not declared`,
    );
    expect(() => defineRetention({ ...whole, templates: [] })).toThrow(`${problem}no template is called "hello"`);
    const alone = playbook('alone', { ...steps, alsoIn: [] });
    expect(defineRetention({ ...whole, segments: [quiet], playbooks: [alone] }).playbooks).toEqual([alone]);
  });
});

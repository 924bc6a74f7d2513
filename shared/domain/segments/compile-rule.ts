import type { RuleLeaf, SegmentRule } from '#contracts/segment-rule.ts';
import { asksForAll } from '#domain/profile/asks-for-all.ts';
import type { CompiledLeaf } from './compiled-leaf.ts';
import type { CompiledRule, RuleSubject } from './compiled-segment.ts';
import { type Holding, ruleResult } from './holding.ts';
import { clusterLeaf } from './leaves/cluster-leaf.ts';
import { didThenLeaf } from './leaves/did-then-leaf.ts';
import { didLeaf, firstTimeLeaf, happenedAfterLeaf, notDoneLeaf } from './leaves/event-leaf.ts';
import { featureLeaf } from './leaves/feature-leaf.ts';
import { accountInLeaf, membersInLeaf, riskBandLeaf, segmentLeaf } from './leaves/standing-leaf.ts';
import type { RuleBinding } from './rule-binding.ts';

type Evaluate = (subject: RuleSubject) => Holding;

function compileLeaf(leaf: RuleLeaf, { subject, features, cellNumber }: RuleBinding): CompiledLeaf {
  const numberOf = cellNumber.bind(null, subject);
  switch (leaf.op) {
    case 'risk band':
      return riskBandLeaf(leaf);
    case 'happened after':
      return happenedAfterLeaf(leaf);
    case 'did':
      return didLeaf(leaf, numberOf);
    case 'did then':
      return didThenLeaf(leaf, numberOf);
    case 'not done':
      return notDoneLeaf(leaf, numberOf);
    case 'first time':
      return firstTimeLeaf(leaf, numberOf);
    case 'cluster':
      return clusterLeaf(leaf, features);
    case 'segment':
      return segmentLeaf(leaf);
    case 'account in':
      return accountInLeaf(leaf);
    case 'members in':
      return membersInLeaf(leaf);
    default: {
      const feature = features.get(leaf.feature);
      if (feature === undefined) {
        throw new Error(
          `Cannot compile a rule: the feature "${leaf.feature}" is not declared; declare it or name another`,
        );
      }
      return featureLeaf(leaf, feature);
    }
  }
}

/** All parts hold: the minimum. None that is never so can be made up for, so the rest need not be asked. */
function allOf(parts: readonly Evaluate[]): Evaluate {
  return (subject) => {
    let least = Number.POSITIVE_INFINITY;
    for (let index = 0; index < parts.length && least !== Number.NEGATIVE_INFINITY; index += 1) {
      const one = parts[index]?.(subject);
      if (one !== undefined && one < least) least = one;
    }
    return least;
  };
}

/** One part holds: the maximum. */
function anyOf(parts: readonly Evaluate[]): Evaluate {
  return (subject) => {
    let most = Number.NEGATIVE_INFINITY;
    for (let index = 0; index < parts.length && most !== Number.POSITIVE_INFINITY; index += 1) {
      const one = parts[index]?.(subject);
      if (one !== undefined && one > most) most = one;
    }
    return most;
  };
}

/** Compiles a tree, and puts its leaves into `leaves` in the order in which they are written. */
function compileTree(
  rule: SegmentRule,
  bind: RuleBinding,
  leaves: { leaf: RuleLeaf; compiled: CompiledLeaf }[],
): Evaluate {
  switch (rule.op) {
    case 'all':
      return allOf(rule.of.map((part) => compileTree(part, bind, leaves)));
    case 'any':
      return anyOf(rule.of.map((part) => compileTree(part, bind, leaves)));
    case 'not': {
      const inner = compileTree(rule.rule, bind, leaves);
      return (subject) => -inner(subject);
    }
    default: {
      const compiled = compileLeaf(rule, bind);
      leaves.push({ leaf: rule, compiled });
      return compiled.holding;
    }
  }
}

/**
 * Binds a rule to the features and cells that it reads. `evaluate` says whether it holds, and when it could next turn out
 * otherwise by time alone: never later than it does, see `holding.ts`. Throws, naming it, on a feature that is not declared.
 */
export function compileRule(rule: SegmentRule, bind: RuleBinding): CompiledRule {
  const leaves: { leaf: RuleLeaf; compiled: CompiledLeaf }[] = [];
  const holding = compileTree(rule, bind, leaves);
  const cells = [...new Set(leaves.flatMap(({ compiled }) => compiled.cells))];
  const hasCells = asksForAll(cells);
  const isKnownByCells = leaves.every(({ compiled }) => compiled.isKnownByCells);
  const leavesKnown = (subject: RuleSubject) => leaves.every(({ compiled }) => compiled.isKnown(subject));
  return {
    holding,
    evaluate: (subject) => ruleResult(holding(subject)),
    outcomes: (subject) =>
      leaves.map(({ leaf, compiled }) => ({
        leaf,
        holds: compiled.holding(subject) > 0,
        value: compiled.value(subject),
      })),
    isKnown: (subject) => (isKnownByCells && hasCells(subject.state.complete)) || leavesKnown(subject),
    isKnownByCells,
    cells,
  };
}

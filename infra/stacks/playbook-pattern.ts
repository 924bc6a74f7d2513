import type { EventPattern } from 'aws-cdk-lib/aws-events';
import { transitionSource } from '#contracts/transition.ts';
import type { Playbook } from '#domain/playbooks/playbook.ts';

/** Longest event pattern of a rule. Source: EventBridge user guide, "Amazon EventBridge quotas", event pattern size: 2,048. */
const maximumPatternLength = 2_048;

/**
 * What playbooks react to: live entries into a segment that one of them names. Nothing else starts anything, and each message
 * costs. Where no playbook is declared, or their segments are too many for one rule, it lets all live entries through; the
 * function passes over what it has no playbook for.
 */
export function playbookPattern(playbooks: readonly Pick<Playbook, 'segment'>[]): EventPattern {
  const segments = [...new Set(playbooks.map((playbook) => playbook.segment))].sort();
  const entries = { source: [transitionSource], detailType: ['Segment Entered'] };
  const mode = ['live'];
  const all = { ...entries, detail: { mode } };
  const named = { ...entries, detail: { mode, segment: segments } };
  return segments.length === 0 || JSON.stringify(named).length >= maximumPatternLength ? all : named;
}

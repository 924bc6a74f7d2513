import type { SegmentDefinition } from '#contracts/segment-rule.ts';
import type { EmailTemplate, Playbook } from '#domain/playbooks/playbook.ts';

/** Throws, naming the playbook, if one refers to a segment or a template that is not declared. */
export function refusePlaybooks(
  playbooks: readonly Playbook[],
  segments: ReadonlyMap<string, SegmentDefinition>,
  templates: ReadonlyMap<string, EmailTemplate>,
): void {
  for (const playbook of playbooks) {
    const missing = [playbook.segment, ...playbook.alsoIn].find((name) => !segments.has(name));
    if (missing !== undefined) {
      throw new Error(`Cannot declare the playbook "${playbook.name}": the segment "${missing}" is not declared`);
    }
    for (const step of playbook.steps) {
      if (step.kind === 'send email' && !templates.has(step.template)) {
        throw new Error(`Cannot declare the playbook "${playbook.name}": no template is called "${step.template}"`);
      }
    }
  }
}

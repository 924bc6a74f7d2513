import type { SegmentDefinition } from '#contracts/segment-rule.ts';

/** A step of a playbook. */
export type Step =
  | { readonly kind: 'wait'; readonly days: number }
  | { readonly kind: 'send email'; readonly template: string }
  | { readonly kind: 'create task'; readonly title: string; readonly advice: string; readonly dueInDays: number };

/** What a playbook hopes for, and how long it waits for it. */
export type Goal = { readonly what: 'activity' | 'purchase'; readonly withinDays: number };

/** What to do about a customer who enters a segment, and how to find out whether it helped. */
export type Playbook = {
  readonly name: string;
  readonly version: number;
  readonly description: string;
  /** Entering this segment starts a run; leaving it ends the run before its next step. */
  readonly segment: string;
  /** The customer must be in these segments too. */
  readonly alsoIn: readonly string[];
  /** Share of the customers, 0 to 1, who get nothing, so that the difference can be measured. */
  readonly holdoutShare: number;
  /** Least days between two runs for one customer. */
  readonly restDays: number;
  readonly steps: readonly Step[];
  readonly goal: Goal;
};

/** Most steps of a playbook. */
export const maximumSteps = 20;

/** Longest wait, goal and term of a task: ten years. */
export const maximumDays = 3_650;

/** Waits for some days. */
export function wait(time: { days: number }): Step {
  return { kind: 'wait', days: time.days };
}

/** Sends an e-mail made from a template, unless the customer has no address or has said no. */
export function sendEmail(template: EmailTemplate): Step {
  return { kind: 'send email', template: template.name };
}

/** Puts a task into the inbox of customer success. */
export function createTask(task: { title: string; advice: string; dueInDays: number }): Step {
  return { kind: 'create task', ...task };
}

/** An e-mail in Liquid; what it prints of the customer is escaped in `html`. */
export type EmailTemplate = {
  readonly name: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
};

/** Declares an e-mail template. */
export function emailTemplate(name: string, parts: { subject: string; html: string; text: string }): EmailTemplate {
  return { name, ...parts };
}

/**
 * Declares a playbook. Throws, naming it, if the holdout is not a share below 1, if there are no steps or too many, or
 * if a time is not positive or longer than ten years.
 */
export function playbook(
  name: string,
  declared: {
    version: number;
    description: string;
    when: SegmentDefinition;
    alsoIn?: readonly SegmentDefinition[];
    holdoutShare: number;
    restDays: number;
    steps: readonly [Step, ...Step[]];
    goal: Goal;
  },
): Playbook {
  const refuse = (problem: string) => new Error(`Cannot declare the playbook "${name}": ${problem}`);
  if (!/^[a-z][a-z0-9-]{0,40}$/.test(name)) throw refuse('its name must be lower-case words joined by "-"');
  const { holdoutShare, restDays, goal, steps, version } = declared;
  const isTerm = (days: number) => days > 0 && days <= maximumDays;
  if (!Number.isInteger(version) || version < 1) throw refuse(`the version must be 1, 2, 3, …, got ${version}`);
  if (!(holdoutShare >= 0 && holdoutShare < 1))
    throw refuse(`the holdout must be from 0 to below 1, got ${holdoutShare}`);
  if (steps.at(0) === undefined) throw refuse('it has no steps');
  if (steps.length > maximumSteps) throw refuse(`it has ${steps.length} steps, at most ${maximumSteps} are allowed`);
  if (!(restDays >= 0)) throw refuse(`the rest must be 0 days or more, got ${restDays}`);
  if (!isTerm(goal.withinDays)) {
    throw refuse(`the goal must have more than 0 and at most ${maximumDays} days, got ${goal.withinDays}`);
  }
  for (const step of steps) {
    if (step.kind === 'wait' && !isTerm(step.days)) {
      throw refuse(`a wait must be more than 0 and at most ${maximumDays} days, got ${step.days}`);
    }
    if (step.kind === 'create task' && step.dueInDays !== 0 && !isTerm(step.dueInDays)) {
      throw refuse(`a task must be due in 0 to ${maximumDays} days, got ${step.dueInDays}`);
    }
  }
  return {
    name,
    version,
    description: declared.description,
    segment: declared.when.name,
    alsoIn: (declared.alsoIn ?? []).map((one) => one.name),
    holdoutShare,
    restDays,
    steps,
    goal,
  };
}

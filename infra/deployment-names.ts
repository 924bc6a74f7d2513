/** The names that a deployment chooses itself; AWS makes up all others. */
export interface DeploymentNames {
  readonly statefulStack: string;
  readonly statelessStack: string;
  readonly eventBus: string;
  /** The CloudWatch namespace in which the functions count. */
  readonly metricNamespace: string;
}

/** The prefix of a deployment that was given none. */
export const defaultStackPrefix = 'Holdfast';

/**
 * Derives every chosen name from the prefix, so that deployments with different prefixes stand side by side in one account.
 * The command line finds the stacks by the same prefix (`--stack`).
 */
export function deploymentNames(stackPrefix: string): DeploymentNames {
  const stacks = { statefulStack: `${stackPrefix}Stateful`, statelessStack: `${stackPrefix}Stateless` };
  if (stackPrefix === defaultStackPrefix) return { ...stacks, eventBus: 'holdfast', metricNamespace: 'Holdfast' };
  return { ...stacks, eventBus: `holdfast-${stackPrefix}`, metricNamespace: `Holdfast/${stackPrefix}` };
}

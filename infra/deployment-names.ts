/** The names that a deployment chooses itself; AWS makes up all others. */
export interface DeploymentNames {
  readonly statefulStack: string;
  readonly statelessStack: string;
  readonly eventBus: string;
  /** The Glue database of the archive. */
  readonly archiveDatabase: string;
  /** The CloudWatch namespace in which the functions count. */
  readonly metricNamespace: string;
}

/** The prefix of a deployment that was given none. */
export const defaultStackPrefix = 'Holdfast';

/** A name in small letters that no other prefix gives: `Trial` → `_trial`. Names of Glue know no capitals. */
function capitalsMarked(prefix: string): string {
  return prefix.replaceAll(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`);
}

/**
 * Derives every chosen name from the prefix, so that deployments with different prefixes stand side by side in one account.
 * The command line finds the stacks by the same prefix (`--stack`).
 */
export function deploymentNames(stackPrefix: string): DeploymentNames {
  const stacks = { statefulStack: `${stackPrefix}Stateful`, statelessStack: `${stackPrefix}Stateless` };
  if (stackPrefix === defaultStackPrefix) {
    return { ...stacks, eventBus: 'holdfast', archiveDatabase: 'holdfast_archive', metricNamespace: 'Holdfast' };
  }
  return {
    ...stacks,
    eventBus: `holdfast-${stackPrefix}`,
    archiveDatabase: `holdfast_archive_${capitalsMarked(stackPrefix)}`,
    metricNamespace: `Holdfast/${stackPrefix}`,
  };
}

import type { Node } from 'constructs';
import * as z from 'zod';

const logLevels = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'CRITICAL', 'SILENT'] as const;

const settingsSchema = z.object({
  senderAddress: z.email().default('holdfast@example.com'),
  alarmEmail: z.email().nullable().default(null),
  logLevel: z.enum(logLevels).default('INFO'),
  ephemeral: z.union([z.boolean(), z.stringbool({ truthy: ['true'], falsy: ['false'] })]).default(false),
});

/** What a deployer can choose with `cdk deploy -c name=value`. */
export interface DeploymentSettings {
  /** The verified address that e-mails to customers come from. */
  readonly senderAddress: string;
  /** Who is told about alarms by e-mail: nobody, or one address. */
  readonly alarmAddresses: readonly string[];
  readonly logLevel: (typeof logLevels)[number];
  /** True for a throw-away deployment: deleting the stacks then deletes the data. */
  readonly ephemeral: boolean;
}

/**
 * Reads the settings from the CDK context, once, at the border.
 *
 * @throws Error that names every setting that is wrong.
 */
export function readDeploymentSettings(node: Node): DeploymentSettings {
  const context = Object.fromEntries(
    Object.keys(settingsSchema.shape).map((name) => [name, node.tryGetContext(name) ?? undefined]),
  );
  const result = settingsSchema.safeParse(context);
  if (!result.success) {
    const problems = result.error.issues.map((issue) => {
      const name = issue.path.join('.');
      return `${name} is ${JSON.stringify(context[name])} (${issue.message})`;
    });
    throw new Error(`Cannot read the CDK context: ${problems.join('; ')}; pass for example -c logLevel=INFO`);
  }
  const { senderAddress, alarmEmail, logLevel, ephemeral } = result.data;
  return { senderAddress, alarmAddresses: alarmEmail === null ? [] : [alarmEmail], logLevel, ephemeral };
}

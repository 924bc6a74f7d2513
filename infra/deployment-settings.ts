import type { Node } from 'constructs';
import * as z from 'zod';
import { defaultStackPrefix } from './deployment-names.ts';
import { longestWindowSeconds } from './event-consumption.ts';

const logLevels = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'CRITICAL', 'SILENT'] as const;

/** What CloudFormation takes in a stack's name, without hyphens and short enough for every name that is derived from it. */
const prefixPattern = /^[A-Za-z][A-Za-z0-9]{0,39}$/;

const windowProblem = `must be a whole number from 0 to ${longestWindowSeconds}`;

// With -c every value is a text.
const windowSchema = z
  .union([z.number(), z.string().regex(/^\d+$/, windowProblem).transform(Number)], windowProblem)
  .pipe(z.int(windowProblem).min(0, windowProblem).max(longestWindowSeconds, windowProblem));

/** The alarm on surveys that do not come to their end looks at two days. */
const longestSurveyHours = 24;
const hoursProblem = `must be a whole number from 1 to ${longestSurveyHours}`;
const hoursSchema = z
  .union([z.number(), z.string().regex(/^\d+$/, hoursProblem).transform(Number)], hoursProblem)
  .pipe(z.int(hoursProblem).min(1, hoursProblem).max(longestSurveyHours, hoursProblem));

const settingsSchema = z.object({
  senderAddress: z.email().default('holdfast@example.com'),
  alarmEmail: z.email().nullable().default(null),
  logLevel: z.enum(logLevels).default('INFO'),
  ephemeral: z.union([z.boolean(), z.stringbool({ truthy: ['true'], falsy: ['false'] })]).default(false),
  eventWindowSeconds: windowSchema.default(0),
  archiveWindowSeconds: windowSchema.default(longestWindowSeconds),
  surveyHours: hoursSchema.default(longestSurveyHours),
  stackPrefix: z
    .string()
    .regex(prefixPattern, 'must be 1 to 40 letters and digits, a letter first')
    .default(defaultStackPrefix),
});

/** What a deployer can choose: in the context of `cdk.json`, or for once with `cdk deploy -c name=value`. */
export interface DeploymentSettings {
  /** The verified address that e-mails to customers come from. */
  readonly senderAddress: string;
  /** Who is told about alarms by e-mail: nobody, or one address. */
  readonly alarmAddresses: readonly string[];
  readonly logLevel: (typeof logLevels)[number];
  /** True for a throw-away deployment: deleting the stacks then deletes the data. */
  readonly ephemeral: boolean;
  /** How long events may be gathered before they are counted, so that those of a customer share one write; 0: not. */
  readonly eventWindowSeconds: number;
  /** How long accepted events may be gathered for one object of the archive; it delays nothing else. */
  readonly archiveWindowSeconds: number;
  /** From the beginning of one survey of all customers to that of the next. */
  readonly surveyHours: number;
  /** What the names of the stacks begin with: another prefix is another deployment. */
  readonly stackPrefix: string;
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
    throw new Error(
      `Cannot read the CDK context: ${problems.join('; ')}; edit cdk.json, or pass for example -c logLevel=INFO`,
    );
  }
  const { alarmEmail, ...settings } = result.data;
  return { ...settings, alarmAddresses: alarmEmail === null ? [] : [alarmEmail] };
}

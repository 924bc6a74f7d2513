import { parseArgs } from 'node:util';
import * as z from 'zod';

const written = (what: string, form: RegExp, example: string) =>
  z
    .string()
    .regex(form, { error: ({ input }) => `${what} must be ${example}, got ${JSON.stringify(input)}` })
    .transform(Number);

const wholeNumber = (what: string, least: number, most: number) =>
  written(what, /^\d+$/, 'a whole number').pipe(
    z.number().min(least, `${what} must be at least ${least}`).max(most, `${what} must be at most ${most}`),
  );

const argumentsSchema = z.object({
  once: z.boolean(),
  json: z.boolean(),
  help: z.boolean(),
  /** Where data is kept across restarts; null keeps nothing. */
  dataDirectory: z.string().min(1, '--data needs a directory').nullable(),
  port: wholeNumber('--port', 0, 65_535),
  apiPort: wholeNumber('--api-port', 0, 65_535),
  customers: wholeNumber('--customers', 1, 100_000),
  seed: z.string().min(1, '--seed must not be empty').max(100),
  hoursPerSecond: written('--speed', /^\d+(\.\d+)?$/, 'a number such as 0.5').pipe(
    z.number().positive('--speed must be more than 0').max(24, '--speed must be at most 24 hours a second'),
  ),
  hasDemo: z.boolean(),
});

export type StartArguments = z.infer<typeof argumentsSchema>;

export const usage = `npm start -- [options]

Runs Holdfast on an embedded AWS, streams a demo population through it, and serves the console.

  --no-demo         start everything, and wait for your own events
  --customers N     size of the demo population (3000; 300 with --once)
  --seed TEXT       another seed, another population (holdfast)
  --speed X         virtual hours per second, once the history is in (1)
  --data DIR        keep tables, queues, mail and the virtual time there; start again to go on
  --port N          port of the console (4600), 0 for any
  --api-port N      port of the HTTP API (4601), 0 for any
  --once            run a fixed amount, print the counts, and end
  --json            with --once: print the counts as one JSON document
  --help            this text
`;

/**
 * Reads the arguments of `npm start`.
 * @throws Error `Cannot start: …` for an argument that is not known or does not fit.
 */
export function readStartArguments(given: readonly string[]): StartArguments {
  const { values } = parse(given);
  const once = values.once ?? false;
  const result = argumentsSchema.safeParse({
    once,
    json: values.json ?? false,
    help: values.help ?? false,
    dataDirectory: values.data ?? null,
    // A run that ends by itself is for tests and scripts: it takes no port that another run may have.
    port: values.port ?? (once ? '0' : '4600'),
    apiPort: values['api-port'] ?? (once ? '0' : '4601'),
    customers: values.customers ?? (once ? '300' : '3000'),
    seed: values.seed ?? 'holdfast',
    hoursPerSecond: values.speed ?? '1',
    hasDemo: !(values['no-demo'] ?? false),
  });
  if (!result.success) throw new Error(`Cannot start: ${result.error.issues.map(({ message }) => message).join('; ')}`);
  const { json, hasDemo, dataDirectory } = result.data;
  if (json && !once) throw new Error('Cannot start: --json needs --once');
  if (once && !hasDemo) throw new Error('Cannot start: --once streams the demo, --no-demo leaves it out');
  if (once && dataDirectory !== null) throw new Error('Cannot start: --once begins from nothing, --data goes on');
  return result.data;
}

function parse(given: readonly string[]) {
  try {
    return parseArgs({
      args: [...given],
      options: {
        once: { type: 'boolean' },
        json: { type: 'boolean' },
        help: { type: 'boolean' },
        data: { type: 'string' },
        port: { type: 'string' },
        'api-port': { type: 'string' },
        customers: { type: 'string' },
        seed: { type: 'string' },
        speed: { type: 'string' },
        'no-demo': { type: 'boolean' },
      },
    });
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new Error(`Cannot start: ${problem}; see npm start -- --help`, { cause: error });
  }
}

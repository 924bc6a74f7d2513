import { bareServerSpeed } from './bare-server-speed.ts';
import { withBenchStack } from './bench-stack.ts';
import { measureDynamoDbAlone } from './dynamodb-alone.ts';
import { measureWorkload, type WorkloadFigures } from './measure-workload.ts';
import { workloads } from './workloads.ts';

/** Figures of the whole local stack, from HTTP to announced transitions. */
export type LocalStackFigures = {
  readonly synthSeconds: number;
  readonly upSeconds: number;
  readonly workloads: readonly WorkloadFigures[];
  /** Conditional puts a second of the embedded DynamoDB alone. */
  readonly dynamoDbPutsPerSecond: number;
  /** The same requests against a server that parses them and answers: events per second. */
  readonly bareServerPerSecond: number;
};

/** Stands the stack up for each workload and measures it; `say` is told what begins. */
export async function measureLocalStack(say: (line: string) => void): Promise<LocalStackFigures> {
  const figures: WorkloadFigures[] = [];
  let synthSeconds = 0;
  let upSeconds = 0;
  for (const workload of workloads) {
    say(`Measuring the whole local stack: ${workload.name}…`);
    figures.push(
      await withBenchStack(workload.windowSeconds, (stack) => {
        ({ synthSeconds, upSeconds } = stack);
        return measureWorkload(stack, workload);
      }),
    );
  }
  const [first] = workloads;
  if (first === undefined) throw new Error('Cannot measure: there is no workload');
  return {
    synthSeconds,
    upSeconds,
    workloads: figures,
    dynamoDbPutsPerSecond: await measureDynamoDbAlone(),
    bareServerPerSecond: await bareServerSpeed(first.shape),
  };
}

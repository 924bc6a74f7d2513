import type { Quantiles } from '../quantiles.ts';
import type { LocalStackFigures } from './measure-local-stack.ts';
import type { WorkloadFigures } from './measure-workload.ts';

const whole = (value: number) => Math.round(value).toLocaleString('en');
const percent = (share: number) => `${Math.round(share * 100)} %`;
const milliseconds = ({ p50, p99 }: Quantiles) => `p50 ${p50} ms, p99 ${p99} ms`;

function workloadLines(one: WorkloadFigures, figures: LocalStackFigures): string[] {
  const { steady, memoryMegabytes } = one;
  const { stack, database, sender } = one.processorMicroseconds;
  const databaseMemory = memoryMegabytes.database === null ? '' : `, its database ${memoryMegabytes.database} MB`;
  return [
    `  ${one.name} (${one.description}), ${whole(one.events)} events, ${one.eventsPerRequest} a request:`,
    `    written and announced ${whole(one.announcedPerSecond)} events/s (${whole(one.transitions)} transitions); ` +
      `accepted ${whole(one.acceptedPerSecond)}, ${percent(one.acceptedPerSecond / figures.bareServerPerSecond)} of a bare server; ` +
      `all done ${whole(one.settledPerSecond)}`,
    `    ${one.eventsPerWrite} events a write: ${whole(one.writesPerSecond)} writes/s, ` +
      `${percent(one.writesPerSecond / figures.dynamoDbPutsPerSecond)} of DynamoDB alone; each event counted once`,
    `    at a steady ${whole(steady.eventsPerSecond)} events/s: request ${milliseconds(steady.requestMs)}`,
    `      accepted to written ${milliseconds(steady.writtenMs)}; accepted to announced ${milliseconds(steady.announcedMs)}`,
    `    processor time an event: ${stack} µs, its database ${database} µs, the sender ${sender} µs; ` +
      `memory ${memoryMegabytes.stack} MB${databaseMemory}`,
  ];
}

/** The figures as people read them. */
export function renderLocalStack(figures: LocalStackFigures): string[] {
  return [
    'Whole local stack, HTTP to announced transitions, the sender on the same cores, the better of two runs:',
    ...figures.workloads.flatMap((one) => workloadLines(one, figures)),
    `  DynamoDB alone ${whole(figures.dynamoDbPutsPerSecond)} conditional puts/s; ` +
      `a bare server ${whole(figures.bareServerPerSecond)} events/s; ` +
      `synth ${figures.synthSeconds.toFixed(1)} s, up ${figures.upSeconds.toFixed(1)} s`,
  ];
}

import { setTimeout as delay } from 'node:timers/promises';
import { watchAnnouncements } from './announcements.ts';
import type { BenchStack } from './bench-stack.ts';
import { type ProcessorTime, watchProcessorTime } from './processor-time.ts';
import { type SendReport, send } from './sending.ts';
import type { Traffic } from './traffic.ts';

/** When some traffic had come how far, in seconds from its first request; and who saw it. */
export type TrafficRun = {
  readonly report: SendReport;
  /** Until HTTP had answered all; until the queue of events was empty, so all profiles written; until the last transition was announced. */
  readonly acceptedSeconds: number;
  readonly writtenSeconds: number;
  readonly announcedSeconds: number;
  /** Until nothing was under way any more: playbooks, deliveries and the archive too. */
  readonly settledSeconds: number;
  readonly transitions: number;
  /** From the first request until nothing was under way any more; the sender's is in the report. */
  readonly processorTime: ProcessorTime;
  readonly announcedMs: ReadonlyMap<string, number>;
};

const lookEveryMs = 5;
const settleLimitSeconds = 120;

const presentMs = () => performance.timeOrigin + performance.now();

async function untilWritten({ hasWaitingEvents }: BenchStack): Promise<void> {
  const limitMs = presentMs() + settleLimitSeconds * 1000;
  while (hasWaitingEvents()) {
    if (presentMs() > limitMs) throw new Error(`Cannot measure: events still wait after ${settleLimitSeconds} s`);
    await delay(lookEveryMs);
  }
}

/** Sends traffic and waits until everything about it is done. */
export async function runTraffic(
  stack: BenchStack,
  traffic: Traffic,
  how: { readonly connections: number; readonly eventsPerSecond: number | null },
): Promise<TrafficRun> {
  const { aws, url, authorization } = stack;
  const announcements = watchAnnouncements(aws);
  const processorTime = watchProcessorTime();
  const report = await send({ url, authorization, traffic, ...how });
  const startedMs = Math.max(...report.answeredMs.values()) - report.seconds * 1000;
  const secondsUntil = (momentMs: number) => (momentMs - startedMs) / 1000;
  await untilWritten(stack);
  const writtenSeconds = secondsUntil(presentMs());
  await aws.settle({ timeoutSeconds: settleLimitSeconds });
  const settledSeconds = secondsUntil(presentMs());
  announcements.stop();
  if (report.accepted !== traffic.events || report.quarantined > 0) {
    const { accepted, quarantined } = report;
    throw new Error(
      `Cannot measure: of ${traffic.events} events ${accepted} were accepted, ${quarantined} quarantined`,
    );
  }
  return {
    report,
    acceptedSeconds: report.seconds,
    writtenSeconds,
    announcedSeconds: Math.max(writtenSeconds, secondsUntil(announcements.lastMs())),
    settledSeconds,
    transitions: announcements.count(),
    processorTime: processorTime(),
    announcedMs: announcements.firstMs,
  };
}

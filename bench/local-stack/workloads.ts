import type { TrafficShape } from './traffic.ts';

/** What is sent, under which window of the event queue. */
export type Workload = {
  readonly name: string;
  readonly description: string;
  readonly windowSeconds: number;
  readonly shape: TrafficShape;
  readonly events: number;
  readonly warmUpEvents: number;
  readonly steadySeconds: number;
};

const common = { customers: 5_000, population: 'customer', sessionsAtOnce: 200, eventsPerRequest: 20 } as const;
const sessions = { ...common, kind: 'sessions' } as const;
const sessionsSay = `sessions of 8 to 20 events, ${common.sessionsAtOnce} at once, mixed in each request`;

/** From the worst to the kindest: the fewer customers share a write, the fewer writes. */
export const workloads: readonly Workload[] = [
  {
    name: 'uniform',
    description: 'each event of another customer at random, no window',
    windowSeconds: 0,
    shape: { ...common, kind: 'uniform' },
    events: 20_000,
    warmUpEvents: 5_000,
    steadySeconds: 5,
  },
  {
    name: 'sessions',
    description: `${sessionsSay}, no window`,
    windowSeconds: 0,
    shape: sessions,
    events: 30_000,
    warmUpEvents: 5_000,
    steadySeconds: 5,
  },
  {
    name: 'sessions in a window',
    description: `${sessionsSay}, a window of 2 s`,
    windowSeconds: 2,
    shape: sessions,
    events: 150_000,
    warmUpEvents: 30_000,
    steadySeconds: 8,
  },
  {
    name: 'sessions in a window, larger requests',
    description: `${sessionsSay}, a window of 2 s`,
    windowSeconds: 2,
    shape: { ...sessions, eventsPerRequest: 100 },
    events: 150_000,
    warmUpEvents: 30_000,
    steadySeconds: 8,
  },
];

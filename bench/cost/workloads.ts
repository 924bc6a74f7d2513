import {
  type Arrival,
  lookingAround,
  type Mix,
  newcomerTraffic,
  sessionTraffic,
  shopping,
  type Traffic,
  uniformTraffic,
  zipfTraffic,
} from './traffic.ts';

/** What a million events must not cost more than; null where nothing is promised. */
export type DollarGoal = number | null;

/** A workload whose cost is counted. */
export type Workload = {
  readonly name: string;
  readonly arrivals: (traffic: Traffic) => Iterable<Arrival>;
  readonly mix: Mix;
  /** How long Lambda gathers events. */
  readonly windowSeconds: number;
  /** `one a day`: of every customer. */
  readonly pace: { readonly eventsPerSecond: number } | 'one a day';
  /** `known`: customers with a past, in their usual segments; `new`: nobody has been seen before. */
  readonly customers: 'known' | 'new';
  readonly dollarGoal: DollarGoal;
};

const base: Omit<Workload, 'name' | 'arrivals'> = {
  mix: lookingAround,
  windowSeconds: 0,
  pace: { eventsPerSecond: 100 },
  customers: 'known',
  dollarGoal: null,
};
const uniform = { ...base, arrivals: uniformTraffic };
const sessions = { ...base, arrivals: sessionTraffic };

/**
 * The workloads. In the first six customers only look around, at 100 events a second: within the half hour that they
 * last, nothing changes about anybody but what the events themselves change. The others show what comes on top: more
 * traffic, so that 6 MB end a window before its time; a shop whose carts change segments and deadlines; time that passes;
 * customers who are all new.
 */
export const workloads: readonly Workload[] = [
  { ...uniform, name: 'uniform', dollarGoal: 0.85 },
  { ...uniform, name: 'uniform, 1 s', windowSeconds: 1 },
  { ...base, name: 'Zipf(1.0)', arrivals: zipfTraffic },
  { ...sessions, name: 'sessions, 0 s' },
  { ...sessions, name: 'sessions, 20 s', windowSeconds: 20 },
  { ...sessions, name: 'sessions, 60 s', windowSeconds: 60, dollarGoal: 0.4 },
  { ...sessions, name: 'sessions, 60 s, 200/s', windowSeconds: 60, pace: { eventsPerSecond: 200 } },
  { ...uniform, name: 'shop, uniform', mix: shopping },
  { ...sessions, name: 'shop, sessions, 60 s', mix: shopping, windowSeconds: 60 },
  { ...uniform, name: 'one event a day', pace: 'one a day' },
  { ...uniform, name: 'shop, one event a day', mix: shopping, pace: 'one a day' },
  { ...base, name: 'everyone new', arrivals: newcomerTraffic, customers: 'new' },
];

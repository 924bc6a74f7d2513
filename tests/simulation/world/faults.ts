import type { Random } from '#infra/local/demo/random.ts';
import type { FaultRates, Plan } from '../plan.ts';
import type { Scheduler } from './scheduler.ts';

/** Decides by chance what goes wrong, and counts what did. */
export type Faults = {
  /** Whether anything goes wrong at this time. */
  isOn(): boolean;
  readonly rates: FaultRates;
  /** Draws one fault; counted as "what where" if it happens. */
  happens(rate: keyof FaultRates, what: string, where: string): boolean;
  count(fault: string): void;
  readonly injected: Readonly<Record<string, number>>;
};

/** Makes the faults of a plan; none from `faultsUntilMs` on. */
export function createFaults(plan: Plan, random: Random, scheduler: Scheduler): Faults {
  const injected: Record<string, number> = {};
  const isOn = () => scheduler.nowMs() < plan.faultsUntilMs;
  const count = (fault: string) => {
    injected[fault] = (injected[fault] ?? 0) + 1;
  };
  return {
    isOn,
    rates: plan.faults,
    happens(rate, what, where) {
      if (!isOn() || !random.chance(plan.faults[rate])) return false;
      count(`${what} ${where}`);
      return true;
    },
    count,
    injected,
  };
}

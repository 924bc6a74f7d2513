/** What a schedule is for, how often it ticks, and what it means when it stands still, and what to do. */
export interface TickMeaning {
  readonly description: string;
  readonly everyMinutes: number;
  /** So long without a tick is an alarm. */
  readonly asleepMinutes: number;
  readonly asleepMeans: string;
}

/**
 * For each function that a clock starts. A tick that is as old as the next one is worth nothing: that does its work.
 */
export const tickMeanings = {
  wake: {
    description: 'Wakes the customers about whom something changes by itself',
    everyMinutes: 1,
    asleepMinutes: 5,
    asleepMeans:
      'Nobody notices customers who stay away: the clock has not ticked for five minutes, and waiting playbooks stand still. ' +
      'Look whether the schedule is enabled and its role intact; nothing is lost, it catches up once it ticks again.',
  },
  survey: {
    description: 'Goes on with the survey of all customers',
    everyMinutes: 15,
    asleepMinutes: 60,
    asleepMeans:
      'The survey of all customers stands still for an hour: scores compare with an older population, and whoever does ' +
      'nothing is not judged under new definitions. Look whether its schedule is enabled and its role intact; it goes on ' +
      'where it stopped.',
  },
} as const satisfies Record<string, TickMeaning>;

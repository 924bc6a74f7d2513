import type { Mutant } from '../mutant.ts';
import { noSpoiler } from '../spoiler.ts';

export const commandsNotKept: Mutant = {
  name: 'commands not kept with their run',
  what: 'stores a run without the commands that are yet to be sent',
  spoil: { ...noSpoiler, runs: (runs) => ({ ...runs, putRun: (run) => runs.putRun({ ...run, outbox: [] }) }) },
};

import * as z from 'zod';
import { runWakeMessageSchema } from '#contracts/queue-message.ts';
import { type Transition, transitionSchema } from '#contracts/transition.ts';
import { eachMessage } from '../each-message.ts';
import type { FailedMessages, ReceivedMessage } from '../received-message.ts';
import { beginRun } from './begin-run.ts';
import type { PlaybookDependencies } from './playbook-dependencies.ts';
import { resumeRun } from './resume-run.ts';

/** What lies in the playbook queue: EventBridge's envelope around a transition, or a wake-up. */
const playbookMessageSchema = z.union([runWakeMessageSchema, z.object({ detail: transitionSchema })]);

async function onTransition(dependencies: PlaybookDependencies, transition: Transition): Promise<void> {
  if (transition.type !== 'Segment Entered' || transition.mode !== 'live') return;
  for (const playbook of dependencies.definitions.playbooks) {
    if (playbook.segment === transition.segment) await beginRun(dependencies, playbook, transition);
  }
}

/** Starts and advances runs. */
export function createPlaybooksHandler(dependencies: PlaybookDependencies) {
  return (messages: readonly ReceivedMessage[]): Promise<FailedMessages> =>
    eachMessage(messages, dependencies.observer, async (body) => {
      const message = playbookMessageSchema.parse(body);
      if ('detail' in message) await onTransition(dependencies, message.detail);
      else await resumeRun(dependencies, message);
    });
}

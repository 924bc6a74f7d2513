import { commandSchema } from '#contracts/command.ts';
import { eachMessage } from '../each-message.ts';
import type { FailedMessages, ReceivedMessage } from '../received-message.ts';
import type { DeliverDependencies } from './deliver-dependencies.ts';
import { deliverEmail } from './deliver-email.ts';
import { deliverTask } from './deliver-task.ts';

/** Carries out commands. */
export function createDeliverHandler(dependencies: DeliverDependencies) {
  return (messages: readonly ReceivedMessage[]): Promise<FailedMessages> =>
    eachMessage(messages, dependencies.observer, async (body) => {
      const command = commandSchema.parse(body);
      if (command.kind === 'send email') await deliverEmail(dependencies, command);
      else await deliverTask(dependencies, command);
    });
}

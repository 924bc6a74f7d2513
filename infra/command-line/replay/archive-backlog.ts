import type { SQSClient } from '@aws-sdk/client-sqs';
import { queueDepth } from '../aws-clients.ts';
import { type Deployment, outputOf } from '../deployment.ts';

/** Messages with accepted events that are on their way into the archive, and such as could not be written into it. */
export type ArchiveBacklog = { readonly waiting: number; readonly dead: number };

/** About how many messages the archive lacks. */
export async function archiveBacklog(client: SQSClient, deployment: Deployment): Promise<ArchiveBacklog> {
  const [waiting, dead] = await Promise.all([
    queueDepth(client, outputOf(deployment, 'ArchiveQueueUrl')),
    queueDepth(client, outputOf(deployment, 'ArchiveDeadLetterQueueUrl')),
  ]);
  return { waiting, dead };
}

/** What has to be known of an archive that is not complete, for people; nothing where it is. */
export function backlogLines({ waiting, dead }: ArchiveBacklog): string[] {
  const lines: string[] = [];
  if (waiting > 0) {
    lines.push(
      `About ${waiting} messages with events are on their way into the archive: what they hold is not in it yet.`,
    );
  }
  if (dead > 0) {
    lines.push(
      `About ${dead} messages with events could not be written into the archive: run holdfast redrive archive first.`,
    );
  }
  return lines;
}

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Deployment } from './deployment.ts';

/** The embedded AWS checks nothing, but every request has to be signed with something. */
const localAccess = { region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };

/** Attempts at one request before it fails, the first included. */
const maxAttempts = 5;

/** A client for the deployment's tables. */
export function dynamoClient(deployment: Deployment): DynamoDBClient {
  const { endpoints } = deployment;
  return new DynamoDBClient(
    endpoints === null ? { maxAttempts } : { ...localAccess, endpoint: endpoints.dynamodb, maxAttempts },
  );
}

/** A client for the deployment's queues. */
export function queueClient(deployment: Deployment): SQSClient {
  const { endpoints } = deployment;
  return new SQSClient(endpoints === null ? { maxAttempts } : { ...localAccess, endpoint: endpoints.sqs, maxAttempts });
}

/** A client for the deployment's buckets; the embedded ones are served where the queues are. */
export function storageClient(deployment: Deployment): S3Client {
  const { endpoints } = deployment;
  if (endpoints === null) return new S3Client({ maxAttempts });
  return new S3Client({ ...localAccess, endpoint: endpoints.sqs, forcePathStyle: true, maxAttempts });
}

/** About how many messages a queue holds: waiting, being worked on, or put off. */
export async function queueDepth(client: SQSClient, queueUrl: string): Promise<number> {
  const names = [
    'ApproximateNumberOfMessages',
    'ApproximateNumberOfMessagesNotVisible',
    'ApproximateNumberOfMessagesDelayed',
  ] as const;
  const found = await client.send(new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: [...names] }));
  return names.reduce((sum, name) => sum + Number(found.Attributes?.[name] ?? 0), 0);
}

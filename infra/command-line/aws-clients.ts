import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { commandRequests } from '#adapters/aws/request-limits.ts';
import type { Deployment } from './deployment.ts';

/** The embedded AWS checks nothing, but every request has to be signed with something. */
const localAccess = { region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };

/** Each request has five attempts before it fails, the first included, and a bound for each. */
const bounds = { maxAttempts: 5, requestHandler: commandRequests };

/** A client for the deployment's tables. */
export function dynamoClient(deployment: Deployment): DynamoDBClient {
  const { endpoints } = deployment;
  return new DynamoDBClient(endpoints === null ? bounds : { ...localAccess, endpoint: endpoints.dynamodb, ...bounds });
}

/** A client for the deployment's queues. */
export function queueClient(deployment: Deployment): SQSClient {
  const { endpoints } = deployment;
  return new SQSClient(endpoints === null ? bounds : { ...localAccess, endpoint: endpoints.sqs, ...bounds });
}

/** A client for the deployment's event bus. */
export function busClient(deployment: Deployment): EventBridgeClient {
  const { endpoints } = deployment;
  return new EventBridgeClient(endpoints === null ? bounds : { ...localAccess, endpoint: endpoints.events, ...bounds });
}

/** A client for the deployment's buckets; the embedded ones are served where the queues are. */
export function storageClient(deployment: Deployment): S3Client {
  const { endpoints } = deployment;
  if (endpoints === null) return new S3Client(bounds);
  return new S3Client({ ...localAccess, endpoint: endpoints.sqs, forcePathStyle: true, ...bounds });
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

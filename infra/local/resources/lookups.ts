import type { LocalFunction } from '../lambda/function-engine.ts';
import type { LocalAccount } from '../local-account.ts';
import { type DeclaredResource, resourceError } from './resource-type.ts';

/** Finds a function by its name or its ARN. */
export const findFunction = (nameOrArn: string, { functions }: LocalAccount): LocalFunction | undefined =>
  functions.functionByArn(nameOrArn) ?? functions.functions().find(({ name }) => name === nameOrArn);

/** Refuses an ARN that nothing can be delivered to here. Undefined passes. @throws ResourceError that names the ARN. */
export const requireTarget = (arn: string | undefined, resource: DeclaredResource, account: LocalAccount): void => {
  if (arn === undefined) return;
  if (account.queues.queueByArn(arn) !== undefined || account.functions.functionByArn(arn) !== undefined) return;
  throw resourceError(resource, `the embedded AWS delivers to queues and functions alone, and ${arn} is neither`);
};

import { arnOf } from '../local-account.ts';
import { physicalName } from './physical-name.ts';
import type { Identify } from './resource-type.ts';

/** Known by its name, or a name made of its logical id, and by an ARN. */
export const named =
  (service: string, resourcePrefix: string, nameProperty: string): Identify =>
  (resource, account) => {
    const given = resource.properties[nameProperty];
    const name = typeof given === 'string' ? given : physicalName(resource, 64);
    return { reference: name, attributes: { Arn: arnOf(account, service, resourcePrefix + name) } };
  };

/** Known by a name made of its logical id, and by nothing else. */
export const withoutIdentity: Identify = (resource) => ({ reference: physicalName(resource, 128), attributes: {} });

/** Known by its ARN, which is also one of its attributes. */
export const identifiedByArn =
  (service: string, resourcePrefix: string, arnAttribute: string): Identify =>
  (resource, account) => {
    const arn = arnOf(account, service, resourcePrefix + physicalName(resource, 64));
    return { reference: arn, attributes: { [arnAttribute]: arn } };
  };

import * as z from 'zod';
import { arnOf } from '../local-account.ts';
import { defineResourceType } from './resource-type.ts';

/** AWS::Events::EventBus */
export const eventBus = defineResourceType({
  type: 'AWS::Events::EventBus',
  honoured: { Name: z.string() },
  withoutLocalEffect: {
    Description: 'no effect anywhere',
    KmsKeyIdentifier: 'encryption is the business of the disk',
    LogConfig: 'there is no log of the bus',
    Policy: 'rights are not checked',
    Tags: 'no effect anywhere',
  },
  create: ({ Name }, _resource, account) => {
    const arn = arnOf(account, 'events', `event-bus/${Name}`);
    account.buses.addBus({ name: Name, arn });
    return { reference: Name, attributes: { Arn: arn, Name } };
  },
});

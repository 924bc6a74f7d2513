import { arnOf } from '../local-account.ts';
import { parseScheduleProperties } from '../scheduler/schedule-properties.ts';
import { requireTarget } from './lookups.ts';
import { physicalName } from './physical-name.ts';
import { asResourceError, type ResourceType, requireKnown } from './resource-type.ts';

const propertyNames = [
  'Name',
  'GroupName',
  'Description',
  'KmsKeyArn',
  'ScheduleExpression',
  'ScheduleExpressionTimezone',
  'State',
  'FlexibleTimeWindow',
  'Target',
];

/** AWS::Scheduler::Schedule */
export const schedulerSchedule: ResourceType = {
  type: 'AWS::Scheduler::Schedule',
  propertyNames,
  create: async (resource, account) => {
    requireKnown(resource, propertyNames);
    const { Name, GroupName } = resource.properties;
    const name = typeof Name === 'string' ? Name : physicalName(resource, 64);
    const group = typeof GroupName === 'string' ? GroupName : 'default';
    const arn = arnOf(account, 'scheduler', `schedule/${group}/${name}`);
    try {
      const definition = parseScheduleProperties(resource.properties, { name, arn });
      requireTarget(definition.target.arn, resource, account);
      requireTarget(definition.deadLetterArn ?? undefined, resource, account);
      account.schedules.add(definition);
    } catch (error) {
      throw asResourceError(error, resource);
    }
    return { reference: name, attributes: { Arn: arn } };
  },
};
